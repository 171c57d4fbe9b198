package dev.easel.framework.policy;

/**
 * Is told of calls that a run has ended without, because they did not return in time after it had
 * failed or was cancelled.
 *
 * <p><b>Threads:</b> any; must not wait. A call that returns at the moment when it is given up may
 * be told of in either order.
 */
public interface GivenUpCalls {
  /** Does nothing. */
  GivenUpCalls IGNORED =
      new GivenUpCalls() {
        @Override
        public void gaveUp(String node, Thread thread) {}

        @Override
        public void cameBack(Thread thread) {}
      };

  /** A call of a node is not waited for any longer; its thread was interrupted. */
  void gaveUp(String node, Thread thread);

  /** A thread whose call was given up has returned from it. */
  void cameBack(Thread thread);
}
