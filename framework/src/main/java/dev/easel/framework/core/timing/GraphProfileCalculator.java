package dev.easel.framework.core.timing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphProfileCalculatorOptions;
import dev.easel.framework.service.GraphProfiles;

/**
 * Sends what the graph's profiler and tracer have recorded since the last time.
 *
 * <ul>
 *   <li>Input streams: {@code FRAME:i}, any type; their timestamps are the clock.
 *   <li>Output streams: {@code PROFILE} ({@link GraphProfile}; its times are microseconds). The
 *       first one has the graph's config in it.
 *   <li>Options: {@code profile_interval} (1,000,000 microseconds of stream time).
 * </ul>
 *
 * <pre>{@code
 * profiler_config { enable_profiler: true }
 * node {
 *   calculator: "GraphProfileCalculator"
 *   input_stream: "FRAME:frame"
 *   output_stream: "PROFILE:profile"
 * }
 * }</pre>
 */
final class GraphProfileCalculator extends Calculator {
  private long last = Timestamp.UNSET;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives what the graph's profiler has recorded.");
    for (int i = 0; i < cc.inputs().count("FRAME"); i++) {
      cc.inputs().get("FRAME", i).setAny();
    }
    cc.outputs().tag("PROFILE").set(GraphProfile.class);
    cc.useService(GraphProfiles.SERVICE);
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    long interval = cc.options(GraphProfileCalculatorOptions.class).getProfileInterval();
    boolean isFirst = last == Timestamp.UNSET;
    if (isFirst || cc.inputTimestamp() - last >= interval) {
      last = cc.inputTimestamp();
      GraphProfile profile = cc.service(GraphProfiles.SERVICE).capture(isFirst);
      cc.outputs().tag("PROFILE").add(Packet.of(profile, cc.inputTimestamp()));
    }
  }
}
