package dev.easel.framework.core.timing;

import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.PacketResamplerCalculatorOptions;

/**
 * The grid of a {@link PacketResamplerCalculator}'s output: period <i>i</i> lies at {@code first +
 * i / frameRate} seconds.
 *
 * @param frameRate periods a second
 * @param base a timestamp of the grid that was asked for, or {@link Timestamp#UNSET}
 * @param first the timestamp of period 0, or {@link Timestamp#UNSET} before the first packet
 * @param start the first timestamp that may leave
 * @param end the first timestamp that may not leave any more
 * @param margin by how much both limits are wider, in microseconds
 */
record ResampledPeriods(
    double frameRate, long base, long first, long start, long end, long margin) {
  private static final double MICROS_PER_SECOND = 1_000_000;

  static ResampledPeriods of(PacketResamplerCalculatorOptions options, double frameRate) {
    RetCheck.that(
        frameRate > 0, "The output frame rate must be greater than zero, not " + frameRate);
    RetCheck.that(
        frameRate <= MICROS_PER_SECOND,
        "The output frame rate must be smaller than 1000000, not " + frameRate);
    long frameTime = (long) (MICROS_PER_SECOND / frameRate);
    return new ResampledPeriods(
        frameRate,
        options.hasBaseTimestamp() ? options.getBaseTimestamp() : Timestamp.UNSET,
        Timestamp.UNSET,
        options.hasStartTime() ? options.getStartTime() : Timestamp.MIN,
        options.hasEndTime() ? options.getEndTime() : Timestamp.MAX,
        options.getRoundLimits() ? frameTime / 2 : 0);
  }

  boolean isStarted() {
    return first != Timestamp.UNSET;
  }

  /** The grid on which the first packet is at {@code now}, or near it if a base was asked for. */
  ResampledPeriods startingWith(long now) {
    long zero = now;
    if (base != Timestamp.UNSET) {
      ResampledPeriods based = startingAt(base);
      zero = based.timestamp(based.index(now));
    }
    return startingAt(zero);
  }

  private ResampledPeriods startingAt(long zero) {
    return new ResampledPeriods(frameRate, base, zero, start, end, margin);
  }

  /** The timestamp of a period. */
  long timestamp(long index) {
    return Timestamp.add(first, round(index / frameRate * MICROS_PER_SECOND));
  }

  /** The period nearest to a timestamp. */
  long index(long timestamp) {
    return round((timestamp - first) / MICROS_PER_SECOND * frameRate);
  }

  /** Whether a packet may leave at a timestamp. */
  boolean isWithinLimits(long timestamp) {
    return timestamp >= Timestamp.add(start, -margin) && timestamp < Timestamp.add(end, margin);
  }

  /** Rounds halves away from zero. */
  private static long round(double value) {
    return (long) (value < 0 ? value - 0.5 : value + 0.5);
  }
}
