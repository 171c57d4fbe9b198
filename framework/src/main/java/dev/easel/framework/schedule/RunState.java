package dev.easel.framework.schedule;

import dev.easel.framework.node.Node;
import dev.easel.framework.scheduler.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler sees of the run whose nodes it has called.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public interface RunState {
  /** Who may touch the run's state. */
  Ownership ownership();

  /** A node by its number. */
  Node node(int id);

  /** The lane of a node. */
  Lane lane(Node node);

  /** Whether the run has failed or was cancelled. Any thread. */
  boolean hasFailed();

  /** Whether nobody becomes the owner any more. Any thread. */
  boolean isOver();

  /** Whether no further node is called. */
  boolean isTerminated();

  /** A node has a resumed call, which runs also when the run has failed. */
  void goesOn(Node node);

  /** Carries out what was posted. */
  void readMail();

  /** Has nodes look at their inputs whose bounds rose. */
  void recheckAll();

  /** Brings everything into order. */
  void settle();

  /** The node of a lane that is to run next; null if there is none, after everything settled. */
  @Nullable Node nextNode(Lane lane);

  /** Brings everything into order, gives the ownership up, and asks for the threads it takes. */
  void letOthersWork();

  /** The same, for good: the owner has nothing more to do. */
  void leave();

  /** The same after {@link #nextNode} found nothing: everything is in order already. */
  void leaveLane(Lane lane);

  /** Any thread: has the owner do something, this thread if nobody is. */
  void post(Runnable order);

  /** Ends the run while a thread that does not come back holds the ownership. */
  void endWithout();

  /** Any thread: finishes a run that is over, if the thread that was to do so has not begun. */
  void finishIfLeft();

  /** A call is not waited for any longer. */
  void gaveUp(Node node, @Nullable Thread thread);

  /** Any thread: a thread that was given up came back. */
  void cameBack(int lane);
}
