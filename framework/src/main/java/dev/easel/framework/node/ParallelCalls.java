package dev.easel.framework.node;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.CallThread;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Output;
import java.util.ArrayDeque;

/**
 * The calls of a node that may run several at once. What they send goes out in the order of their
 * input timestamps.
 */
final class ParallelCalls implements Calls {
  private final Node node;
  private final int most;
  private final ArrayDeque<OneOfMany> free = new ArrayDeque<>();
  private final ArrayDeque<OneOfMany> toStart = new ArrayDeque<>();
  private final ArrayDeque<OneOfMany> toResume = new ArrayDeque<>();

  /** All that have begun, in order, until what they sent has gone out. */
  private final ArrayDeque<OneOfMany> active = new ArrayDeque<>();

  private long bound = Timestamp.UNSET;

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

  /** A call with a thread and ports of its own. */
  private static final class OneOfMany extends Call {
    private final Caller caller;
    private final Port[] in;
    private final Output[] out;
    private boolean done;

    OneOfMany(Node node, Port[] in, Output[] out, Caller caller) {
      super(
          node, new Ports<InputPort>(node.plan().inputs(), in), NodePorts.byTag(node.plan(), out));
      this.caller = caller;
      this.in = in;
      this.out = out;
    }

    @Override
    CallThread thread() {
      return caller;
    }

    void load() {
      for (Port port : in) {
        port.load();
      }
    }
  }

  ParallelCalls(Node node) {
    this.node = node;
    most = node.plan().maxInFlight();
  }

  @Override
  public boolean mayBegin(int inFlight) {
    return inFlight < most;
  }

  @Override
  public boolean isIdle() {
    return active.isEmpty();
  }

  @Override
  public void prepare(long timestamp, Input[] inputs) {
    OneOfMany call = free.poll();
    if (call == null) {
      call = newCall(inputs);
    }
    call.done = false;
    call.at(timestamp);
    NodePorts.restart(call.out);
    call.load();
    active.add(call);
    toStart.add(call);
  }

  private OneOfMany newCall(Input[] inputs) {
    Port[] in = new Port[inputs.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = new Port(inputs[i]);
    }
    Caller caller = new Caller(node);
    Output[] own = node.outputs();
    Output[] out = new Output[own.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new Output(own[i].stream(), caller);
    }
    return new OneOfMany(node, in, out, caller);
  }

  @Override
  public void resumed(Call call) {
    toResume.add((OneOfMany) call);
  }

  @Override
  public Call next() {
    OneOfMany call = toResume.isEmpty() ? toStart.remove() : toResume.remove();
    if (!toStart.isEmpty() || !toResume.isEmpty()) {
      node.moreIsReady(!toResume.isEmpty());
    }
    if (!call.isResumed() && node.takeLate(call.inputTimestamp())) {
      call.load();
    }
    return call;
  }

  @Override
  public void complete(Call ended) {
    OneOfMany call = (OneOfMany) ended;
    call.done = true;
    node.callEnded();
    for (Port port : call.in) {
      port.clear();
    }
    Throwable thrown = ended.thrown();
    if (thrown != null) {
      node.processFailed(thrown);
      return;
    }
    flush();
    if (ended.isStopped()) {
      node.stop();
    }
    node.next();
  }

  private void flush() {
    OneOfMany last = null;
    for (OneOfMany call = active.peek(); call != null && call.done; call = active.peek()) {
      if (call.thrown() != null) {
        return;
      }
      active.remove();
      for (Output output : call.out) {
        output.stream().flush(output, call.inputTimestamp());
      }
      free.add(call);
      last = call;
    }
    if (last != null && active.isEmpty() && bound > Timestamp.next(last.inputTimestamp())) {
      for (Output output : node.outputs()) {
        output.stream().passOn(bound);
      }
    }
  }

  @Override
  public boolean mayPassOn(long newBound) {
    bound = newBound;
    return active.isEmpty();
  }
}
