package dev.easel.framework.core.timing;

import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.PacketThinnerCalculatorOptions;
import dev.easel.framework.proto.PacketThinnerCalculatorOptions.ThinnerType;

/**
 * Checked options of a {@link PacketThinnerCalculator}.
 *
 * @param isAsync whether periods start with packets
 * @param isRestamped whether SYNC packets get the timestamp of their point
 * @param period microseconds
 * @param start the first timestamp that may leave
 * @param end the first timestamp that may not leave any more
 */
record ThinnerSettings(boolean isAsync, boolean isRestamped, long period, long start, long end) {
  private static final double MICROS_PER_SECOND = 1_000_000;

  static ThinnerSettings of(PacketThinnerCalculatorOptions options) {
    boolean async = options.getThinnerType() == ThinnerType.ASYNC;
    long start = options.hasStartTime() ? options.getStartTime() : async ? Timestamp.MIN : 0;
    long end = options.hasEndTime() ? options.getEndTime() : Timestamp.MAX;
    RetCheck.argument(
        options.getPeriod() > 0,
        "Specified period must be positive, not %d.".formatted(options.getPeriod()));
    RetCheck.argument(
        start < end,
        "Invalid PacketThinner: start_time must be earlier than end_time, but %d is not before %d"
            .formatted(start, end));
    return new ThinnerSettings(
        async, options.getSyncOutputTimestamps(), options.getPeriod(), start, end);
  }

  /** The header of the output for one of the input. */
  static Packet header(PacketThinnerCalculatorOptions options, Packet header) {
    if (!options.getUpdateFrameRate()) {
      return header;
    }
    VideoHeader video = header.get(VideoHeader.class);
    double rate = video.frameRate();
    if (options.getThinnerType() == ThinnerType.ASYNC) {
      rate = rate / Math.ceil(rate * options.getPeriod() / MICROS_PER_SECOND);
    } else {
      rate = Math.min(rate, MICROS_PER_SECOND / options.getPeriod());
    }
    return Packet.of(
        new VideoHeader(
            video.format(), video.width(), video.height(), video.duration(), rate, 0, 0));
  }

  /** The point of the grid that is nearest to {@code now}, the later one of two. */
  long nearest(long now) {
    return (now - start + period / 2) / period * period + start;
  }
}
