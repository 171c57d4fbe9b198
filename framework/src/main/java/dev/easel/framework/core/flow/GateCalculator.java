package dev.easel.framework.core.flow;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GateCalculatorOptions;
import dev.easel.framework.proto.GateCalculatorOptions.GateState;
import org.jspecify.annotations.Nullable;

/**
 * Passes packets while it is open. A control stream opens and shuts it at every timestamp; a side
 * packet or the option does so for the whole run, and a gate that a side packet shuts closes its
 * outputs, so that nobody waits for them.
 *
 * <ul>
 *   <li>Input streams: any number without a tag, any types; at most one of {@code ALLOW} and {@code
 *       DISALLOW} (Boolean).
 *   <li>Output streams: as many without a tag; {@code STATE_CHANGE} (Boolean, optional): whether
 *       the gate is open, at each timestamp at which that changes.
 *   <li>Input side packets: instead of the control stream, {@code ALLOW} or {@code DISALLOW}
 *       (Boolean).
 *   <li>Options: {@code GateCalculatorOptions}: {@code empty_packets_as_allow} for timestamps
 *       without a control packet; {@code allow} without any control; {@code initial_gate_state} to
 *       which the first state is compared.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "GateCalculator"
 *   input_stream: "frames"
 *   input_stream: "ALLOW:wanted"
 *   output_stream: "wanted_frames"
 * }
 * }</pre>
 */
final class GateCalculator extends Calculator {
  private static final String ALLOW = "ALLOW";
  private static final String DISALLOW = "DISALLOW";
  private static final String STATE_CHANGE = "STATE_CHANGE";

  private int dataStreams;
  private int firstInput;
  private int firstOutput;
  private int control = -1;
  private int stateChange = -1;
  private boolean controlAllows;
  private boolean withoutControl;
  private boolean closesWhenShut;
  private GateState state = GateState.GATE_UNINITIALIZED;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Passes packets while it is open.");
    cc.setTimestampOffset(0);
    boolean bySidePacket = hasControl(cc.inputSidePackets());
    RetCheck.that(
        !bySidePacket || !hasControl(cc.inputs()),
        "the gate is controlled either by a stream or by a side packet");
    control(cc.inputSidePackets());
    control(cc.inputs());
    int streams = cc.inputs().count("");
    RetCheck.that(
        cc.outputs().count("") == streams,
        "Number of data output streams must match with data input streams.");
    for (int i = 0; i < streams; i++) {
      cc.outputs().get("", i).setSameAs(cc.inputs().get("", i).setAny());
    }
    cc.outputs().tag(STATE_CHANGE).set(Boolean.class).optional();
  }

  private static boolean hasControl(Ports<?> ports) {
    return ports.hasTag(ALLOW) || ports.hasTag(DISALLOW);
  }

  private static void control(Ports<PortType> ports) {
    if (hasControl(ports)) {
      RetCheck.that(
          ports.hasTag(ALLOW) != ports.hasTag(DISALLOW),
          "the gate is controlled either by ALLOW or by DISALLOW");
      ports.tag(ports.hasTag(ALLOW) ? ALLOW : DISALLOW).set(Boolean.class).optional();
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    Headers.copy(cc);
    GateCalculatorOptions options = cc.options(GateCalculatorOptions.class);
    state = options.getInitialGateState();
    dataStreams = cc.inputs().count("");
    firstInput = dataStreams == 0 ? 0 : cc.inputs().id("", 0);
    firstOutput = dataStreams == 0 ? 0 : cc.outputs().id("", 0);
    stateChange = cc.outputs().hasTag(STATE_CHANGE) ? cc.outputs().id(STATE_CHANGE, 0) : -1;
    Packet side = sideControl(cc.inputSidePackets());
    if (side != null) {
      closesWhenShut = true;
      withoutControl = side.get(Boolean.class) == cc.inputSidePackets().hasTag(ALLOW);
    } else if (hasControl(cc.inputs())) {
      controlAllows = cc.inputs().hasTag(ALLOW);
      control = cc.inputs().id(controlAllows ? ALLOW : DISALLOW, 0);
      withoutControl = options.getEmptyPacketsAsAllow();
    } else {
      withoutControl = options.getAllow();
    }
  }

  private static @Nullable Packet sideControl(Ports<Packet> sidePackets) {
    return hasControl(sidePackets)
        ? sidePackets.tag(sidePackets.hasTag(ALLOW) ? ALLOW : DISALLOW)
        : null;
  }

  @Override
  public void process(CalculatorContext cc) {
    boolean allow = allows(cc);
    GateState next = allow ? GateState.GATE_ALLOW : GateState.GATE_DISALLOW;
    if (stateChange >= 0 && state != GateState.GATE_UNINITIALIZED && state != next) {
      cc.outputs().index(stateChange).add(allow, cc.inputTimestamp());
    }
    state = next;
    for (int i = 0; i < dataStreams; i++) {
      InputPort input = cc.inputs().index(firstInput + i);
      OutputPort output = cc.outputs().index(firstOutput + i);
      if (allow && !input.isEmpty()) {
        output.add(input.packet());
      } else if (!allow && closesWhenShut && !output.isClosed()) {
        output.close();
      }
    }
  }

  private boolean allows(CalculatorContext cc) {
    if (control < 0 || cc.inputs().index(control).isEmpty()) {
      return withoutControl;
    }
    return cc.inputs().index(control).get(Boolean.class) == controlAllows;
  }
}
