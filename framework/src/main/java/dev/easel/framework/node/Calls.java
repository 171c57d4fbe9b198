package dev.easel.framework.node;

import dev.easel.framework.stream.Input;

/**
 * How the calls of a node run: one at a time, or several at once.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
sealed interface Calls permits SingleCall, ParallelCalls {
  /** Whether one more call may begin while so many are in flight. */
  boolean mayBegin(int inFlight);

  /** Whether no call is outstanding that has to end before the node is closed. */
  boolean isIdle();

  /** Prepares a call at {@code t}, whose packets the inputs hold. */
  void prepare(long t, Input[] inputs);

  /** Keeps a call that was suspended and is to go on. */
  void resumed(Call call);

  /** The call that is to run next: one that was resumed, else one that was prepared. */
  Call next();

  /** Deals with a call of {@code process} that has ended. */
  void complete(Call ended);

  /** Whether a bound may be passed on now; it is kept for later otherwise. */
  boolean mayPassOn(long bound);
}
