package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands each packet, or each set of packets of one timestamp, to a callback.
 *
 * <ul>
 *   <li>Input streams: one without a tag, or any number with {@code VECTOR_CALLBACK}; any types.
 *   <li>Input side packets: {@code CALLBACK} ({@code Consumer<Packet>}) or {@code VECTOR_CALLBACK}
 *       ({@code Consumer<List<Packet>>}, missing packets are empty ones); {@code
 *       OBSERVE_TIMESTAMP_BOUNDS} (Boolean, true): calls for bounds too.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "CallbackCalculator"
 *   input_stream: "result"
 *   input_side_packet: "CALLBACK:result_callback"
 * }
 * }</pre>
 */
final class CallbackCalculator extends Calculator {
  private static final String CALLBACK = "CALLBACK";
  private static final String VECTOR_CALLBACK = "VECTOR_CALLBACK";
  private static final String OBSERVE_TIMESTAMP_BOUNDS = "OBSERVE_TIMESTAMP_BOUNDS";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Hands packets to the application.");
    boolean single = cc.inputSidePackets().hasTag(CALLBACK);
    if (!single && !cc.inputSidePackets().hasTag(VECTOR_CALLBACK)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "InputSidePackets must use tags. The callback is CALLBACK or VECTOR_CALLBACK.");
    }
    cc.inputSidePackets().tag(single ? CALLBACK : VECTOR_CALLBACK).set(Consumer.class);
    if (cc.inputSidePackets().hasTag(OBSERVE_TIMESTAMP_BOUNDS)) {
      cc.inputSidePackets().tag(OBSERVE_TIMESTAMP_BOUNDS).set(Boolean.class);
      cc.setProcessTimestampBounds(true);
    }
    int count = single ? 1 : cc.inputs().count("");
    for (int i = 0; i < count; i++) {
      cc.inputs().get("", i).setAny();
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    RetCheck.argument(
        !cc.inputSidePackets().hasTag(OBSERVE_TIMESTAMP_BOUNDS)
            || cc.inputSidePackets().tag(OBSERVE_TIMESTAMP_BOUNDS).get(Boolean.class),
        "The value of the OBSERVE_TIMESTAMP_BOUNDS input side packet must be set to true");
  }

  @Override
  public void process(CalculatorContext cc) {
    if (cc.inputSidePackets().hasTag(CALLBACK)) {
      call(cc, CALLBACK, cc.inputs().get("", 0).packet());
      return;
    }
    List<Packet> packets = new ArrayList<>();
    for (int i = 0; i < cc.inputs().count(""); i++) {
      packets.add(cc.inputs().get("", i).packet());
    }
    call(cc, VECTOR_CALLBACK, List.copyOf(packets));
  }

  @SuppressWarnings("unchecked")
  private static void call(CalculatorContext cc, String tag, Object argument) {
    cc.inputSidePackets().tag(tag).get(Consumer.class).accept(argument);
  }
}
