package dev.easel.framework.schedule;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread that is lent now and then, and where it stands.
 *
 * <p><b>Threads:</b> the one that is lent; {@link #calls} and {@link #node} the watch too, which
 * sees both with some delay, and looks again before it believes them.
 */
final class Loan {
  private static final VarHandle CALLS;
  private static final VarHandle NODE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CALLS = lookup.findVarHandle(Loan.class, "calls", long.class);
      NODE = lookup.findVarHandle(Loan.class, "node", String.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread;
  private int turns;
  private boolean isLent;

  /** How often a call began or ended: odd while one lasts. */
  private long calls;

  @SuppressWarnings("UnusedVariable") // by its VarHandle
  private String node = "";

  Loan(Thread thread) {
    this.thread = thread;
  }

  Thread thread() {
    return thread;
  }

  boolean begin(int mostTurns) {
    if (isLent) {
      return false;
    }
    isLent = true;
    turns = mostTurns;
    return true;
  }

  void end() {
    isLent = false;
  }

  boolean isLent() {
    return isLent;
  }

  /** Not in the middle of a call: what that sets going is another run's, or can wait. */
  boolean takeTurn() {
    return isLent && (calls & 1) == 0 && turns-- > 0;
  }

  /** A call begins. */
  void enter(String newNode) {
    NODE.setOpaque(this, newNode);
    CALLS.setRelease(this, calls + 1);
  }

  /** It has returned. */
  void leave() {
    CALLS.setOpaque(this, calls + 1);
  }

  /** How often a call began or ended. */
  long calls() {
    return (long) CALLS.getAcquire(this);
  }

  /** The node of the call that lasts, or of the last one. */
  String node() {
    return (String) NODE.getOpaque(this);
  }
}
