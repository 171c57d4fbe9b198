package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.resource.Resources;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * What a calculator is given in each call: its ports, side packets, options and services.
 *
 * <p><b>Threads:</b> only the call that it was given to, apart from {@link #isCancelled()} and
 * {@link #checkCancelled()}.
 */
public abstract class CalculatorContext {
  /** The timestamp of the present call. */
  protected long inputTimestamp = Timestamp.UNSTARTED;

  /** Whether the present call asked to stop. */
  protected boolean stopped;

  private final Ports<InputPort> inputs;
  private final Ports<OutputPort> outputs;

  /** A context over these ports. */
  protected CalculatorContext(Ports<InputPort> inputs, Ports<OutputPort> outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /** The time of the input set; special in {@code open}, {@code close} and for sources. */
  public final long inputTimestamp() {
    return inputTimestamp;
  }

  /** The input streams. */
  public final Ports<InputPort> inputs() {
    return inputs;
  }

  /** What an input stream has now; empty when it has nothing, or is not connected. */
  public final <T> Optional<T> optionalInput(String tag, Class<T> type) {
    return inputs.hasTag(tag) && !inputs.tag(tag).isEmpty()
        ? Optional.of(inputs.tag(tag).get(type))
        : Optional.empty();
  }

  /** The output streams. */
  public final Ports<OutputPort> outputs() {
    return outputs;
  }

  /**
   * Ends the node when this call of {@code process} has returned: a source is closed; any other
   * node ends all sources, and the graph drains.
   */
  public final void stop() {
    stopped = true;
  }

  /**
   * Lets the thread go while the present call of {@code process} waits: when {@code process}
   * returns, the call is not over but stays in flight, holding no thread, until somebody resumes
   * it. What it has sent so far goes out when it ends.
   *
   * <p><b>Failure:</b> {@code FAILED_PRECONDITION} in {@code open} and {@code close}, and when the
   * call is suspended already.
   */
  public abstract Suspension suspend();

  /**
   * Suspends the present call until {@code event} is there, and goes on with what it brings. If it
   * fails, the call fails; if the run ends the wait, {@code event} is cancelled.
   *
   * <p><b>Failure:</b> as {@link #suspend()}.
   */
  public final <T> void suspendUntil(CompletionStage<T> event, Suspension.Then<? super T> then) {
    Suspension suspension = suspend();
    suspension.onCancel(() -> event.toCompletableFuture().cancel(false));
    event.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            suspension.resume(cc -> then.run(cc, value));
          } else {
            suspension.resume(
                cc -> {
                  throw exception(failure);
                });
          }
        });
  }

  private static Exception exception(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Error error) {
      throw error;
    }
    return (Exception) cause;
  }

  /** The input side packets; an optional one that was not given has no port. */
  public abstract Ports<Packet> inputSidePackets();

  /** The output side packets. */
  public abstract Ports<OutputSidePacket> outputSidePackets();

  /** The node's options, the defaults if the graph gives none. */
  public abstract <O> O options(Class<O> type);

  /** Whether the graph gives the node options of this type, though they may say nothing new. */
  public abstract boolean hasOptions(Class<?> type);

  /** The node's canonical name. */
  public abstract String nodeName();

  /** The node's place in the order of the graph, from 0. */
  public abstract int nodeId();

  /**
   * A counter that the application can read as {@code <node's name>-<name>}. Calls that count often
   * ask for it once, in {@code open}.
   */
  public abstract Counter counter(String name);

  /** What the node may read by name, such as the files that its options name. */
  public abstract Resources resources();

  /**
   * Whether the run has failed or was cancelled, so that what the call makes is for nobody; true at
   * once, also for a call in progress.
   */
  public abstract boolean isCancelled();

  /** Somebody is told of the run's cancelling, until this is closed, or in that very moment. */
  public interface CancelWatch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Has somebody told, once, when {@link #isCancelled} becomes true, at once if it is: for calls
   * that wait, and would have to wake to look.
   *
   * @param listener called on any thread; must neither wait nor throw
   * @return ends the watch; the call closes it before it returns
   */
  public abstract CancelWatch watchCancel(Runnable listener);

  /**
   * For long calls, every millisecond or so: what goes on after that is work for nobody.
   *
   * <p><b>Failure:</b> {@code CANCELLED} once the run has failed or was cancelled.
   */
  public final void checkCancelled() {
    if (isCancelled()) {
      throw new StatusException(StatusCode.CANCELLED, "the run has failed or was cancelled");
    }
  }

  /**
   * A service that the contract asked for.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when it is not there or was not asked for.
   */
  public abstract <T> T service(GraphService<T> service);

  /** A service that the contract asked for as optional; none if it did not ask. */
  public abstract <T> Optional<T> optionalService(GraphService<T> service);

  /** What ended the run, in {@code close}; empty while nothing went wrong. */
  public abstract Optional<StatusException> graphStatus();
}
