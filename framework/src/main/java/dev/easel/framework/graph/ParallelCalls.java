package dev.easel.framework.graph;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.CallThread;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;

/**
 * The calls of a node that may run several at once. What they send goes out in the order of their
 * input timestamps.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
final class ParallelCalls {
  private final Node node;
  private final ArrayDeque<Slot> free = new ArrayDeque<>();
  private final ArrayDeque<Slot> toStart = new ArrayDeque<>();
  private final ArrayDeque<Slot> active = new ArrayDeque<>();
  private final IdentityHashMap<Call, Slot> slots = new IdentityHashMap<>();
  private long bound = Timestamp.UNSET;

  /** One call with ports of its own. */
  private static final class Slot {
    final Call call;
    final Port[] inputs;
    final Output[] outputs;
    boolean done;

    Slot(Call call, Port[] inputs, Output[] outputs) {
      this.call = call;
      this.inputs = inputs;
      this.outputs = outputs;
    }
  }

  /** An input of one call. */
  private static final class Port extends InputPort {
    private final Input input;

    Port(Input input) {
      this.input = input;
    }

    void load() {
      Packet packet = input.packet();
      present = packet.isEmpty() ? null : packet;
      settled = packet.timestamp();
      done = input.isDone();
    }

    void clear() {
      present = null;
    }

    @Override
    public Packet header() {
      return input.header();
    }

    @Override
    public String name() {
      return input.name();
    }
  }

  /** The thread of one call. */
  private static final class Caller extends CallThread {
    private final Node node;

    Caller(Node node) {
      this.node = node;
    }

    @Override
    protected String name() {
      return node.name();
    }

    @Override
    protected void mistaken(StatusException how) {
      node.mistaken(how);
    }
  }

  /** A call with a thread of its own. */
  private static final class OneOfMany extends Call {
    private final Caller caller;

    OneOfMany(Node node, Ports<InputPort> inputs, Ports<OutputPort> outputs, Caller caller) {
      super(node, inputs, outputs);
      this.caller = caller;
    }

    @Override
    CallThread thread() {
      return caller;
    }
  }

  ParallelCalls(Node node) {
    this.node = node;
  }

  boolean isIdle() {
    return active.isEmpty();
  }

  /** Keeps an input set for a call to come. */
  void prepare(long timestamp, Input[] inputs) {
    Slot slot = free.poll();
    if (slot == null) {
      slot = newSlot(inputs);
    }
    slot.done = false;
    slot.call.at(timestamp);
    for (Output output : slot.outputs) {
      output.restart();
    }
    load(slot);
    active.add(slot);
    toStart.add(slot);
  }

  private static void load(Slot slot) {
    for (Port port : slot.inputs) {
      port.load();
    }
  }

  private Slot newSlot(Input[] inputs) {
    Port[] ports = new Port[inputs.length];
    for (int i = 0; i < ports.length; i++) {
      ports[i] = new Port(inputs[i]);
    }
    Caller caller = new Caller(node);
    Output[] own = node.outputs();
    Output[] outputs = new Output[own.length];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new Output(own[i].stream(), caller);
    }
    Call call =
        new OneOfMany(
            node,
            new Ports<InputPort>(node.plan().inputs(), ports),
            NodePorts.byTag(node.plan(), outputs),
            caller);
    Slot slot = new Slot(call, ports, outputs);
    slots.put(call, slot);
    return slot;
  }

  /** The call to run next; there is one. */
  Call take() {
    Slot slot = toStart.remove();
    if (!toStart.isEmpty()) {
      node.run().schedule(node);
    }
    return slot.call;
  }

  /** Puts what a late handler gave into a call's ports. */
  void reload(Call call) {
    Slot slot = slots.get(call);
    if (slot != null) {
      load(slot);
    }
  }

  /** Sends what ended calls left, as far as none before them is still running. */
  void complete(Call ended) {
    Slot slot = slots.get(ended);
    if (slot == null) {
      return;
    }
    slot.done = true;
    node.callEnded();
    for (Port port : slot.inputs) {
      port.clear();
    }
    if (ended.thrown != null) {
      node.processFailed(ended.thrown);
      return;
    }
    flush();
    if (ended.isStopped()) {
      node.run().stopSources();
    }
    node.next();
  }

  private void flush() {
    Slot last = null;
    for (Slot slot = active.peek(); slot != null && slot.done; slot = active.peek()) {
      if (slot.call.thrown != null) {
        return;
      }
      active.remove();
      for (Output output : slot.outputs) {
        output.stream().flush(output, slot.call.inputTimestamp());
      }
      free.add(slot);
      last = slot;
    }
    if (last != null && active.isEmpty() && bound > Timestamp.next(last.call.inputTimestamp())) {
      passBound();
    }
  }

  /** Keeps a bound for later while calls are running. */
  boolean mayPassOn(long newBound) {
    bound = newBound;
    return active.isEmpty();
  }

  private void passBound() {
    for (Output output : node.outputs()) {
      output.stream().passOn(bound);
    }
  }
}
