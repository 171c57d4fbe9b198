package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Timestamp;
import java.util.List;
import java.util.Set;

/**
 * Sends side packets as packets, at the time that the tag of its outputs says.
 *
 * <ul>
 *   <li>Input streams: {@code TICK} (any type), with {@code AT_TICK} and {@code AT_FIRST_TICK}
 *       only.
 *   <li>Output streams: any number of exactly one tag: {@code AT_PRESTREAM}, {@code AT_POSTSTREAM},
 *       {@code AT_ZERO}, {@code AT_TICK} (again at each tick), {@code AT_FIRST_TICK}, {@code
 *       AT_TIMESTAMP}.
 *   <li>Input side packets: as many without a tag, any types; {@code TIMESTAMP} (Long) with {@code
 *       AT_TIMESTAMP} only.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SidePacketToStreamCalculator"
 *   input_side_packet: "model_size"
 *   output_stream: "AT_ZERO:size"
 * }
 * }</pre>
 */
final class SidePacketToStreamCalculator extends Calculator {
  private static final String AT_TICK = "AT_TICK";
  private static final String AT_FIRST_TICK = "AT_FIRST_TICK";
  private static final String AT_TIMESTAMP = "AT_TIMESTAMP";
  private static final String TICK = "TICK";
  private static final String TIMESTAMP = "TIMESTAMP";
  private static final List<String> TAGS =
      List.of("AT_PRESTREAM", "AT_POSTSTREAM", "AT_ZERO", AT_TICK, AT_FIRST_TICK, AT_TIMESTAMP);

  private String tag = "";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Makes packets of side packets.");
    Set<String> tags = cc.outputs().tags();
    RetCheck.that(
        tags.size() == 1 && TAGS.containsAll(tags),
        "Only one of AT_PRESTREAM, AT_POSTSTREAM, AT_ZERO, AT_TICK, AT_FIRST_TICK and AT_TIMESTAMP"
            + " tags is allowed and required to specify output stream(s).");
    String output = tags.iterator().next();
    RetCheck.that(
        (output.equals(AT_TICK) || output.equals(AT_FIRST_TICK)) == cc.inputs().hasTag(TICK),
        "Either both TICK input and tick (AT_TICK/AT_FIRST_TICK) output should be used or none of"
            + " them.");
    boolean atTimestamp = output.equals(AT_TIMESTAMP);
    RetCheck.that(
        atTimestamp == cc.inputSidePackets().hasTag(TIMESTAMP),
        "Either both TIMESTAMP and AT_TIMESTAMP should be used or none of them.");
    int count = cc.outputs().count(output);
    RetCheck.that(
        cc.inputSidePackets().size() == count + (atTimestamp ? 1 : 0),
        "Same number of input side packets and output streams is required.");
    if (atTimestamp) {
      cc.inputSidePackets().tag(TIMESTAMP).set(Long.class);
    }
    for (int i = 0; i < count; i++) {
      cc.outputs().get(output, i).setSameAs(cc.inputSidePackets().get("", i).setAny());
    }
    if (cc.inputs().hasTag(TICK)) {
      cc.inputs().tag(TICK).setAny();
      cc.setTimestampOffset(0);
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    tag = cc.outputs().tags().iterator().next();
  }

  @Override
  public void process(CalculatorContext cc) {
    if (!cc.inputs().hasTag(TICK)) {
      cc.stop();
      return;
    }
    if (cc.outputs().index(0).isClosed()) {
      return;
    }
    send(cc, cc.inputs().tag(TICK).packet().timestamp());
    if (tag.equals(AT_FIRST_TICK)) {
      for (int i = 0; i < cc.outputs().size(); i++) {
        cc.outputs().index(i).close();
      }
    }
  }

  @Override
  public void close(CalculatorContext cc) {
    switch (tag) {
      case "AT_PRESTREAM" -> send(cc, Timestamp.PRE_STREAM);
      case "AT_POSTSTREAM" -> send(cc, Timestamp.POST_STREAM);
      case "AT_ZERO" -> send(cc, 0);
      case AT_TIMESTAMP -> send(cc, cc.inputSidePackets().tag(TIMESTAMP).get(Long.class));
      default -> {}
    }
  }

  private void send(CalculatorContext cc, long timestamp) {
    for (int i = 0; i < cc.outputs().size(); i++) {
      OutputPort output = cc.outputs().index(i);
      output.add(cc.inputSidePackets().get("", i).at(timestamp));
    }
  }
}
