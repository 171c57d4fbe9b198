package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.PacketOptions;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.proto.PacketThinnerCalculatorOptions;
import org.jspecify.annotations.Nullable;

/**
 * Keeps few packets of a stream. {@code ASYNC} keeps a packet and drops what follows within a
 * period; {@code SYNC} keeps the packet nearest to each point {@code start_time + i · period}.
 *
 * <ul>
 *   <li>Input streams: one without a tag (any type).
 *   <li>Output streams: one without a tag (the same type).
 *   <li>Input side packets: {@code PERIOD} (Long, microseconds, optional); {@code OPTIONS} ({@code
 *       CalculatorOptions} that hold this calculator's, optional).
 *   <li>Options: {@code PacketThinnerCalculatorOptions}: {@code thinner_type} (ASYNC), {@code
 *       period} (1 µs), {@code start_time} (included; 0 for SYNC, else none), {@code end_time}
 *       (excluded), {@code sync_output_timestamps} (true: SYNC packets get the timestamp of their
 *       point), {@code update_frame_rate} (corrects a {@link VideoHeader}).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketThinnerCalculator"
 *   input_stream: "frames"
 *   output_stream: "few_frames"
 *   options {
 *     [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: ASYNC period: 100000 }
 *   }
 * }
 * }</pre>
 */
final class PacketThinnerCalculator extends Calculator {
  private static final String PERIOD = "PERIOD";
  private static final String OPTIONS = "OPTIONS";

  private @Nullable ThinnerSettings settings;
  private long nextValid;
  private Packet saved = Packet.empty();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Drops packets that come too soon after others.");
    cc.inputSidePackets().tag(OPTIONS).set(CalculatorOptions.class).optional();
    cc.inputSidePackets().tag(PERIOD).set(Long.class).optional();
    cc.outputs().tag("").setSameAs(cc.inputs().tag("").setAny());
    if (cc.inputSidePackets().size() == 0) {
      ThinnerSettings.of(cc.options(PacketThinnerCalculatorOptions.class));
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    PacketThinnerCalculatorOptions options = cc.options(PacketThinnerCalculatorOptions.class);
    if (cc.inputSidePackets().hasTag(OPTIONS)) {
      options =
          PacketOptions.merge(
              options, cc.inputSidePackets().tag(OPTIONS), PacketThinnerCalculatorOptions.ext);
    }
    Packet header = cc.inputs().index(0).header();
    if (!header.isEmpty()) {
      cc.outputs().index(0).setHeader(ThinnerSettings.header(options, header));
    }
    if (cc.inputSidePackets().hasTag(PERIOD)) {
      long period = cc.inputSidePackets().tag(PERIOD).get(Long.class);
      options = options.toBuilder().setPeriod(period).build();
    }
    ThinnerSettings made = ThinnerSettings.of(options);
    settings = made;
    nextValid = made.start();
    if (made.isAsync()) {
      cc.outputs().index(0).setOffset(0);
    }
    cc.outputs().index(0).setNextTimestampBound(made.start());
  }

  private ThinnerSettings settings() {
    if (settings == null) {
      throw new IllegalStateException("not open");
    }
    return settings;
  }

  @Override
  public void process(CalculatorContext cc) {
    OutputPort output = cc.outputs().index(0);
    long now = cc.inputTimestamp();
    if (now >= settings().end()) {
      if (!output.isClosed()) {
        output.close();
      }
    } else if (now >= settings().start()) {
      Packet packet = cc.inputs().index(0).packet();
      if (settings().isAsync()) {
        async(packet, now, output);
      } else {
        sync(packet, now, output);
      }
    }
  }

  private void async(Packet packet, long now, OutputPort output) {
    if (now >= nextValid) {
      output.add(packet);
      nextValid = Timestamp.add(now, settings().period());
      output.setNextTimestampBound(nextValid);
    }
  }

  private void sync(Packet packet, long now, OutputPort output) {
    long point = settings().nearest(now);
    if (saved.isEmpty()) {
      saved = packet;
      output.setNextTimestampBound(settings().isRestamped() ? point : now);
      return;
    }
    long savedPoint = settings().nearest(saved.timestamp());
    if (savedPoint == point) {
      if (Math.abs(now - point) <= Math.abs(saved.timestamp() - savedPoint)) {
        saved = packet;
      }
      return;
    }
    sendSaved(output);
    output.setNextTimestampBound(settings().isRestamped() ? point : now);
    saved = packet;
  }

  private void sendSaved(OutputPort output) {
    output.add(settings().isRestamped() ? saved.at(settings().nearest(saved.timestamp())) : saved);
  }

  @Override
  public void close(CalculatorContext cc) {
    if (!saved.isEmpty()) {
      sendSaved(cc.outputs().index(0));
    }
  }
}
