package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.core.port.PacketOptions;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.proto.PacketResamplerCalculatorOptions;
import dev.easel.framework.proto.PacketResamplerCalculatorOptions.OutputHeader;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * Makes a stream of constant rate: for every period the packet nearest to it, and where there is
 * none the latest one again. Jitter needs a random source that the open source MediaPipe does not
 * have either: {@code open} refuses it with {@code INVALID_ARGUMENT}.
 *
 * <ul>
 *   <li>Input streams: {@code DATA}, or one without a tag (any type); {@code VIDEO_HEADER} ({@link
 *       VideoHeader} at PreStream, optional).
 *   <li>Output streams: {@code DATA}, or one without a tag (the same type); {@code VIDEO_HEADER}
 *       (optional): the header with the output's rate, at PreStream.
 *   <li>Input side packets: {@code OPTIONS} ({@code CalculatorOptions} that hold this calculator's,
 *       optional); {@code SEED} (String, with jitter).
 *   <li>Options: {@code PacketResamplerCalculatorOptions}: {@code frame_rate} (required, packets a
 *       second), {@code base_timestamp} (a timestamp of the output's grid; else the first
 *       packet's), {@code start_time} and {@code end_time} (microseconds), {@code round_limits},
 *       {@code flush_last_packet} (true), {@code output_header}, {@code use_input_frame_rate},
 *       {@code max_frame_rate}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketResamplerCalculator"
 *   input_stream: "frames"
 *   output_stream: "steady_frames"
 *   options {
 *     [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 25 }
 *   }
 * }
 * }</pre>
 */
final class PacketResamplerCalculator extends Calculator {
  private static final String DATA = "DATA";
  private static final String VIDEO_HEADER = "VIDEO_HEADER";
  private static final String OPTIONS = "OPTIONS";
  private static final String SEED = "SEED";

  private PacketResamplerCalculatorOptions options =
      PacketResamplerCalculatorOptions.getDefaultInstance();
  private ResampledPeriods periods = ResampledPeriods.of(options, 1);
  private VideoHeader header = VideoHeader.unknown();
  private boolean headerSent;
  private Packet last = Packet.empty();
  private long period;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives one packet for each period of time.");
    cc.inputSidePackets().tag(OPTIONS).set(CalculatorOptions.class).optional();
    PortType input = data(cc.inputs()).setAny();
    cc.inputs().tag(VIDEO_HEADER).set(VideoHeader.class).optional();
    data(cc.outputs()).setSameAs(input);
    cc.outputs().tag(VIDEO_HEADER).set(VideoHeader.class).optional();
    double jitter = cc.options(PacketResamplerCalculatorOptions.class).getJitter();
    if (jitter != 0) {
      RetCheck.that(jitter > 0 && jitter <= 1, "jitter lies between 0 and 1, not " + jitter);
      RetCheck.that(cc.inputSidePackets().hasTag(SEED), "jitter needs the side packet SEED");
      cc.inputSidePackets().tag(SEED).set(String.class);
    }
  }

  private static <T> T data(Ports<T> ports) {
    return ports.tag(ports.hasTag(DATA) ? DATA : "");
  }

  @Override
  public void open(CalculatorContext cc) {
    options = cc.options(PacketResamplerCalculatorOptions.class);
    if (cc.inputSidePackets().hasTag(OPTIONS)) {
      options =
          PacketOptions.merge(
              options, cc.inputSidePackets().tag(OPTIONS), PacketResamplerCalculatorOptions.ext);
    }
    useFrameRate(options.getFrameRate());
    openHeader(data(cc.inputs()).header(), data(cc.outputs()));
    if (options.getJitter() != 0 || options.getReproducibleSampling()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "SecureRandom is not available.  With \"jitter\" specified, PacketResamplerCalculator"
              + " processing cannot proceed.");
    }
  }

  private void useFrameRate(double wanted) {
    double most = options.getMaxFrameRate();
    periods = ResampledPeriods.of(options, most > 0 ? Math.min(wanted, most) : wanted);
    header = header.withFrameRate(periods.frameRate());
  }

  private void openHeader(Packet input, OutputPort output) {
    if (input.isEmpty() || options.getOutputHeader() == OutputHeader.NONE) {
      return;
    }
    if (options.getOutputHeader() == OutputHeader.PASS_HEADER) {
      output.setHeader(input);
      return;
    }
    RetCheck.that(
        options.getMaxFrameRate() <= 0,
        "Updating VideoHeader is not supported with max_frame_rate.");
    header = input.get(VideoHeader.class).withFrameRate(periods.frameRate());
    output.setHeader(Packet.of(header));
  }

  @Override
  public void process(CalculatorContext cc) {
    Packet packet = data(cc.inputs()).packet();
    if (takeHeader(cc) && packet.isEmpty()) {
      return;
    }
    if (!headerSent && cc.outputs().hasTag(VIDEO_HEADER)) {
      cc.outputs().tag(VIDEO_HEADER).add(header, Timestamp.PRE_STREAM);
      headerSent = true;
    }
    RetCheck.that(
        cc.inputTimestamp() > Timestamp.PRE_STREAM, "only a header may come at PreStream");
    sample(cc, packet, data(cc.outputs()));
    last = packet;
  }

  private boolean takeHeader(CalculatorContext cc) {
    if (cc.inputTimestamp() != Timestamp.PRE_STREAM
        || !cc.inputs().hasTag(VIDEO_HEADER)
        || cc.inputs().tag(VIDEO_HEADER).isEmpty()) {
      return false;
    }
    header = cc.inputs().tag(VIDEO_HEADER).get(VideoHeader.class);
    if (options.getUseInputFrameRate()) {
      useFrameRate(header.frameRate());
    }
    header = header.withFrameRate(periods.frameRate());
    return true;
  }

  private void sample(CalculatorContext cc, Packet packet, OutputPort output) {
    long now = cc.inputTimestamp();
    if (!periods.isStarted()) {
      periods = periods.startingWith(now);
    }
    long current = periods.index(now);
    if (current < period) {
      return;
    }
    for (; period < current; period++) {
      // A gap between two packets may be any number of periods long.
      cc.checkCancelled();
      send(last, periods.timestamp(period), output);
    }
    long target = periods.timestamp(period);
    if (now >= target) {
      boolean nearer =
          last.timestamp() == Timestamp.UNSET || now - target <= target - last.timestamp();
      send(nearer ? packet : last, target, output);
      period++;
    }
    output.setNextTimestampBound(periods.timestamp(period));
  }

  private void send(Packet packet, long timestamp, OutputPort output) {
    if (periods.isWithinLimits(timestamp)) {
      output.add(packet.at(timestamp));
    }
  }

  @Override
  public void close(CalculatorContext cc) {
    if (cc.graphStatus().isEmpty()
        && periods.isStarted()
        && options.getFlushLastPacket()
        && periods.index(last.timestamp()) == period) {
      send(last, periods.timestamp(period), data(cc.outputs()));
    }
  }
}
