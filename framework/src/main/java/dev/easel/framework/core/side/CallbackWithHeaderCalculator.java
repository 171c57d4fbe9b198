package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.function.BiConsumer;

/**
 * Hands each packet to a callback together with the header of its stream.
 *
 * <ul>
 *   <li>Input streams: {@code INPUT} (any type); {@code HEADER} (any type): its first packet is the
 *       header if {@code INPUT} has none. A packet of {@code INPUT} before any header fails with
 *       {@code UNKNOWN}.
 *   <li>Input side packets: {@code CALLBACK} ({@code BiConsumer<Packet, Packet>}: packet, header).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "CallbackWithHeaderCalculator"
 *   input_stream: "INPUT:frames"
 *   input_stream: "HEADER:frames_header"
 *   input_side_packet: "CALLBACK:frame_callback"
 * }
 * }</pre>
 */
final class CallbackWithHeaderCalculator extends Calculator {
  private static final String CALLBACK = "CALLBACK";

  private Packet header = Packet.empty();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Hands packets and their stream's header to the application.");
    cc.inputs().tag("INPUT").setAny();
    cc.inputs().tag("HEADER").setAny();
    if (!cc.inputSidePackets().hasTag(CALLBACK)) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "InputSidePackets must use tags. CALLBACK is missing.");
    }
    cc.inputSidePackets().tag(CALLBACK).set(BiConsumer.class);
  }

  @Override
  public void open(CalculatorContext cc) {
    header = cc.inputs().tag("INPUT").header();
  }

  @Override
  @SuppressWarnings("unchecked")
  public void process(CalculatorContext cc) {
    Packet input = cc.inputs().tag("INPUT").packet();
    if (!input.isEmpty() && header.isEmpty()) {
      throw new StatusException(StatusCode.UNKNOWN, "Header not available!");
    }
    if (header.isEmpty()) {
      header = cc.inputs().tag("HEADER").packet();
    }
    if (!input.isEmpty()) {
      cc.inputSidePackets().tag(CALLBACK).get(BiConsumer.class).accept(input, header);
    }
  }
}
