package dev.easel.framework.node;

import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * What a node sees of its run. No interface: a class with one subclass costs no look at which it
 * is.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public abstract class NodeRun {
  /** When the call ended that is being dealt with, where calls are timed; 0 while none is. */
  long completedNanos;

  /** Makes a run. */
  protected NodeRun() {}

  /** Has a node opened, unless the run has failed. */
  public abstract void scheduleOpen(Node node);

  /** Has a node's next call run, unless the run has failed. */
  public abstract void schedule(Node node);

  /** Has a resumed call of a node run, also when the run has failed. */
  public abstract void goesOn(Node node);

  /** Has a source run once more. */
  public abstract void scheduleSource(SourceTurns source);

  /** Has a node look at its inputs again, after the present step. */
  public abstract void recheck(Node node);

  /** A node was opened: its headers are known. */
  public abstract void headersKnown(Node node);

  /** A source was opened. */
  public abstract void sourceOpened(SourceTurns source);

  /** Ends all sources at their next turn. */
  public abstract void stopSources();

  /** Whether sources are to end. */
  public abstract boolean isStopping();

  /** A queue behind a stream reached its limit. */
  public abstract void becameFull(int stream);

  /** A queue behind a stream fell below its limit. */
  public abstract void becameNotFull(int stream);

  /** The name of the node that sends into a stream, "" if none does. */
  public abstract String sender(int stream);

  /** A suspended call was resumed. Any thread. */
  public abstract void resumed(Call call);

  /** Something went wrong in the present step. Any thread. */
  public abstract void fail(StatusException error);

  /** Something went wrong outside of every step, perhaps when all is over. Any thread. */
  public abstract void failFromOutside(StatusException error);

  /** Whether the run has failed or was cancelled. Any thread. */
  public abstract boolean hasFailed();

  /** Has somebody told once the run has failed or was cancelled. Any thread. */
  public abstract void listenForFailure(Runnable listener);

  /** Somebody does not want to be told of that any more. Any thread. */
  public abstract void forgetFailure(Runnable listener);

  /** A counter of the graph. Any thread. */
  public abstract Counter counter(String name);

  /** A service. Any thread. */
  public abstract <T> Optional<T> service(GraphService<T> service);

  /** How the run ended, while its nodes are closed. Any thread. */
  public abstract Optional<StatusException> statusForClose();
}
