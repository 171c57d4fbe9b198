package dev.easel.framework.node;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.calculator.Suspension;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.resource.Resources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.CallThread;
import dev.easel.framework.stream.Output;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of a node's calls: the only one, unless calls run in parallel.
 *
 * <p><b>Threads:</b> the call, from when it was prepared until it is completed; then the owner of
 * the run.
 */
public class Call extends CalculatorContext implements CallLog.Packets {
  private final Node node;

  /**
   * What the call has disconnected behind: a {@link Throwable}, a {@link Suspended} wait, or
   * nothing.
   */
  private @Nullable Object left;

  /** Whether the call has been suspended and goes on. */
  private boolean resumed;

  /** Whether the run has ended a wait of the call: what it sent is for nobody. */
  private boolean withdrawn;

  /** Whether the run ended without waiting for the call any longer. */
  private volatile boolean abandoned;

  private final boolean isTimed;

  /** When the call became ready; 0 if nobody asks, or it is a source's. */
  long readyNanos;

  /**
   * When it began, for whoever records it; before, when the call ended that its thread made just
   * before it, 0 if that is not known.
   */
  long begunNanos;

  /** When it ended, for whoever records it. */
  long endedNanos;

  Call(Node node, Ports<InputPort> inputs, Ports<OutputPort> outputs) {
    super(inputs, outputs);
    this.node = node;
    isTimed = node.isTimed();
  }

  /** The node that is called. */
  public final Node node() {
    return node;
  }

  /** Who may send while the call lasts: the thread of the node's only call. */
  CallThread thread() {
    return node;
  }

  final void at(long timestamp) {
    inputTimestamp = timestamp;
    if (isTimed) {
      // What the end of another call made ready has been ready since then; the clock is dear.
      long end = node.run().completedNanos;
      readyNanos = end == 0 ? System.nanoTime() : end;
    }
  }

  /** A new call begins. */
  final void begin() {
    thread().beginCall();
    stopped = false;
    if (left != null) {
      left = null;
    }
  }

  /**
   * The thread that is about to make this call has just made another one, null for none: where
   * calls are timed this one begins with that one's end, since the clock is dear.
   */
  public final void follows(@Nullable Call before) {
    if (isTimed && !resumed) {
      begunNanos = before == null || before.isSuspended() ? 0 : before.endedNanos;
    }
  }

  /** What the calculator threw, null if it did not. */
  final @Nullable Throwable thrown() {
    Object what = left;
    return what instanceof Throwable thrown ? thrown : null;
  }

  /** The calculator threw something; a wait that it had begun is nobody's then. */
  final void threw(Throwable what) {
    left = what;
  }

  /** Whether the call was suspended and is to go on, or goes on. */
  final boolean isResumed() {
    return resumed;
  }

  /** The call goes on where it was suspended. */
  final void goOn() {
    Object wait = left;
    left = null;
    resumed = false;
    thread().beginCall();
    try {
      if (wait instanceof Suspended suspended) {
        suspended.goOn(this);
      }
    } catch (Throwable t) {
      left = t;
    }
  }

  @Override
  public final void tell(CallLog.Hops hops) {
    for (int id = 0; id < inputs().size(); id++) {
      InputPort port = inputs().index(id);
      if (!port.isEmpty()) {
        hops.took(port.name(), port.packet().timestamp());
      }
    }
    for (int id = 0; id < outputs().size(); id++) {
      if (outputs().index(id) instanceof Output output) {
        output.eachPacket(packet -> hops.sent(output.name(), packet.timestamp()));
      }
    }
  }

  final boolean isStopped() {
    return stopped;
  }

  /** Whether the thread has disconnected the call, which is not over. */
  public final boolean isSuspended() {
    return left != null && left instanceof Suspended;
  }

  /**
   * The owner of the run, when the thread has disconnected a suspended call: puts it aside. False
   * if it was resumed meanwhile, and goes on at once.
   */
  public final boolean putAside() {
    thread().endTurn();
    node.waits();
    resumed = true;
    return left instanceof Suspended wait && wait.putAside();
  }

  /** The owner of the run: ends the wait of a call that was put aside. */
  public final void endWait() {
    if (left instanceof Suspended wait) {
      wait.resume(cc -> withdraw(wait.withdraw()));
    }
  }

  private void withdraw(@Nullable Runnable callback) {
    withdrawn = true;
    if (callback != null) {
      callback.run();
    }
  }

  final boolean isWithdrawn() {
    return withdrawn;
  }

  /** The run does not wait for the call any longer. */
  public final void abandon() {
    abandoned = true;
  }

  /** Whether it does not. */
  public final boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public final Suspension suspend() {
    if (inputTimestamp == Timestamp.UNSTARTED || inputTimestamp == Timestamp.DONE) {
      throw notSuspended("only calls of process can wait; open and close cannot");
    }
    if (left != null) {
      throw notSuspended("the call is suspended already");
    }
    Suspended wait = new Suspended(() -> node.run().resumed(this));
    left = wait;
    return wait;
  }

  private StatusException notSuspended(String why) {
    return new StatusException(
        StatusCode.FAILED_PRECONDITION,
        "A call of node \"%s\" cannot be suspended: %s.".formatted(node.name(), why));
  }

  @Override
  public final Ports<Packet> inputSidePackets() {
    return node.sides().inputs();
  }

  @Override
  public final Ports<OutputSidePacket> outputSidePackets() {
    return node.sides().outputs();
  }

  @Override
  public final <O> O options(Class<O> type) {
    return node.plan().options().get(type);
  }

  @Override
  public final boolean hasOptions(Class<?> type) {
    return node.plan().options().has(type);
  }

  @Override
  public final String nodeName() {
    return node.name();
  }

  @Override
  public final int nodeId() {
    return node.plan().id();
  }

  @Override
  public final Counter counter(String name) {
    return node.run().counter(node.name() + "-" + name);
  }

  @Override
  public final Resources resources() {
    return node.run().service(GraphService.RESOURCES).orElseGet(() -> Resources.in(Path.of("")));
  }

  @Override
  public final boolean isCancelled() {
    return node.run().hasFailed();
  }

  @Override
  public final CancelWatch watchCancel(Runnable listener) {
    node.run().listenForFailure(listener);
    return () -> node.run().forgetFailure(listener);
  }

  @Override
  public final <T> T service(GraphService<T> service) {
    return optionalService(service)
        .orElseThrow(
            () ->
                new StatusException(
                    StatusCode.INTERNAL,
                    "Service \"%s\" is not available; the contract of %s must use it"
                        .formatted(service.name(), node.name())));
  }

  @Override
  public final <T> Optional<T> optionalService(GraphService<T> service) {
    for (GraphService.Request request : node.plan().services()) {
      if (request.service().name().equals(service.name())) {
        return node.run().service(service);
      }
    }
    return Optional.empty();
  }

  @Override
  public final Optional<StatusException> graphStatus() {
    return node.run().statusForClose();
  }
}
