package dev.easel.framework.core.join;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.PacketClonerCalculatorOptions;
import java.util.Arrays;

/**
 * Repeats the newest packet of each input at every tick.
 *
 * <ul>
 *   <li>Input streams: any number without a tag, any types; {@code TICK} (any type). Without {@code
 *       TICK} the last input without a tag is the tick.
 *   <li>Output streams: one without a tag per repeated input.
 *   <li>Options: {@code PacketClonerCalculatorOptions}: {@code
 *       output_only_when_all_inputs_received} holds everything back until each input had a packet;
 *       {@code output_packets_only_when_all_inputs_received} holds packets back, not bounds.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "PacketClonerCalculator"
 *   input_stream: "slow"
 *   input_stream: "TICK:frames"
 *   output_stream: "slow_at_every_frame"
 * }
 * }</pre>
 */
final class PacketClonerCalculator extends Calculator {
  private static final String TICK = "TICK";

  private Packet[] newest = {};
  private int firstInput;
  private int firstOutput;
  private int tick;
  private boolean waitsForAll;
  private boolean boundsBeforeAll;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Repeats the newest packet of each input at every tick.");
    cc.setProcessTimestampBounds(true);
    int clones = clones(cc.inputs());
    for (int i = 0; i < clones; i++) {
      cc.outputs().get("", i).setSameAs(cc.inputs().get("", i).setAny());
    }
    if (clones < 0 || cc.inputs().hasTag(TICK)) {
      cc.inputs().tag(TICK).setAny();
    } else {
      cc.inputs().get("", clones).setAny();
    }
  }

  /** The number of repeated inputs; negative without any tick. */
  private static int clones(Ports<?> inputs) {
    return inputs.hasTag(TICK) ? inputs.count("") : inputs.count("") - 1;
  }

  @Override
  public void open(CalculatorContext cc) {
    PacketClonerCalculatorOptions options = cc.options(PacketClonerCalculatorOptions.class);
    boundsBeforeAll = options.getOutputPacketsOnlyWhenAllInputsReceived();
    waitsForAll = options.getOutputOnlyWhenAllInputsReceived() || boundsBeforeAll;
    newest = new Packet[clones(cc.inputs())];
    Arrays.fill(newest, Packet.empty());
    tick = cc.inputs().hasTag(TICK) ? cc.inputs().id(TICK, 0) : cc.inputs().id("", newest.length);
    firstInput = newest.length == 0 ? 0 : cc.inputs().id("", 0);
    firstOutput = newest.length == 0 ? 0 : cc.outputs().id("", 0);
    for (int i = 0; i < newest.length; i++) {
      Headers.copy(cc.inputs().get("", i), cc.outputs().get("", i));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    boolean all = true;
    for (int i = 0; i < newest.length; i++) {
      InputPort input = cc.inputs().index(firstInput + i);
      if (!input.isEmpty()) {
        newest[i] = input.packet();
      }
      all &= !newest[i].isEmpty();
    }
    Packet now = cc.inputs().index(tick).packet();
    if (!now.isEmpty() && (all || !waitsForAll)) {
      repeat(cc, now.timestamp());
    }
    if (now.timestamp() == cc.inputTimestamp() && (all || boundsBeforeAll || !waitsForAll)) {
      long bound = Timestamp.next(cc.inputTimestamp());
      for (int i = 0; i < newest.length; i++) {
        cc.outputs().index(firstOutput + i).setNextTimestampBound(bound);
      }
    }
  }

  private void repeat(CalculatorContext cc, long timestamp) {
    for (int i = 0; i < newest.length; i++) {
      if (!newest[i].isEmpty()) {
        cc.outputs().index(firstOutput + i).add(newest[i].at(timestamp));
      }
    }
  }
}
