package dev.easel.framework.schedule;

import dev.easel.framework.node.Node;
import dev.easel.framework.node.NodeRun;
import dev.easel.framework.scheduler.Ownership;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler sees of the run whose nodes it has called, beside what those see.
 *
 * <p><b>Threads:</b> the owner of the run, except where a method says otherwise.
 */
public abstract class RunState extends NodeRun {
  /** Makes a run. */
  protected RunState() {}

  /** Who may touch the run's state. */
  public abstract Ownership ownership();

  /** A node by its number. */
  public abstract Node node(int id);

  /** The lane of a node. */
  public abstract Lane lane(Node node);

  /** Whether nobody becomes the owner any more. Any thread. */
  public abstract boolean isOver();

  /** Whether no further node is called. */
  public abstract boolean isTerminated();

  /** Carries out what was posted. */
  public abstract void readMail();

  /** Has nodes look at their inputs whose bounds rose. */
  public abstract void recheckAll();

  /** Brings everything into order. */
  public abstract void settle();

  /** The node of a lane that is to run next; null if there is none, after everything settled. */
  public abstract @Nullable Node nextNode(Lane lane);

  /** Brings everything into order, gives the ownership up, and asks for the threads it takes. */
  public abstract void letOthersWork();

  /** The same, for good: the owner has nothing more to do. */
  public abstract void leave();

  /** The same after {@link #nextNode} found nothing: everything is in order already. */
  public abstract void leaveLane(Lane lane);

  /** Any thread: has the owner do something, this thread if nobody is. */
  public abstract void post(Runnable order);

  /** Ends the run while a thread that does not come back holds the ownership. */
  public abstract void endWithout();

  /** Any thread: finishes a run that is over, if the thread that was to do so has not begun. */
  public abstract void finishIfLeft();

  /** A call is not waited for any longer. */
  public abstract void gaveUp(Node node, @Nullable Thread thread);

  /** Any thread: a thread that was given up came back. */
  public abstract void cameBack(int lane);
}
