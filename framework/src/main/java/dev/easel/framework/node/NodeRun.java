package dev.easel.framework.node;

import dev.easel.framework.calculator.Counter;
import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * What a node sees of its run.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public interface NodeRun {
  /** Has a node opened, unless the run has failed. */
  void scheduleOpen(Node node);

  /** Has a node's next call run, unless the run has failed. */
  void schedule(Node node);

  /** Has a resumed call of a node run, also when the run has failed. */
  void goesOn(Node node);

  /** Has a source run once more. */
  void scheduleSource(SourceTurns source);

  /** Has a node look at its inputs again, after the present step. */
  void recheck(Node node);

  /** A node was opened: its headers are known. */
  void headersKnown(Node node);

  /** A source was opened. */
  void sourceOpened(SourceTurns source);

  /** Ends all sources at their next turn. */
  void stopSources();

  /** Whether sources are to end. */
  boolean isStopping();

  /** A queue behind a stream reached its limit. */
  void becameFull(int stream);

  /** A queue behind a stream fell below its limit. */
  void becameNotFull(int stream);

  /** The name of the node that sends into a stream, "" if none does. */
  String sender(int stream);

  /** A suspended call was resumed. Any thread. */
  void resumed(Call call);

  /** Something went wrong in the present step. Any thread. */
  void fail(StatusException error);

  /** Something went wrong outside of every step, perhaps when all is over. Any thread. */
  void failFromOutside(StatusException error);

  /** Whether the run has failed or was cancelled. Any thread. */
  boolean hasFailed();

  /** A counter of the graph. Any thread. */
  Counter counter(String name);

  /** A service. Any thread. */
  <T> Optional<T> service(GraphService<T> service);

  /** How the run ended, while its nodes are closed. Any thread. */
  Optional<StatusException> statusForClose();
}
