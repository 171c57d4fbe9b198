package dev.easel.framework.calculator;

/**
 * A call that waits without a thread: it was suspended, and goes on when somebody resumes it.
 *
 * <p><b>Threads:</b> any; the first who resumes it wins.
 *
 * <p><b>Ownership:</b> whoever suspended the call sees to it that it is resumed, also when what it
 * waits for fails. When the run fails or is cancelled, the run ends the wait.
 */
public interface Suspension {

  /** How a call goes on: like a part of {@code process}, on a thread of the node's executor. */
  @FunctionalInterface
  interface Step {
    /**
     * Goes on; what it throws is what {@code process} has thrown. It may suspend the call again.
     */
    void run(CalculatorContext cc) throws Exception;
  }

  /** How a call goes on with what it waited for. */
  @FunctionalInterface
  interface Then<T> {
    /** Goes on with {@code value}. */
    void run(CalculatorContext cc, T value) throws Exception;
  }

  /**
   * Has the call go on with {@code step}.
   *
   * @return whether it does; false if it was resumed before, or the run has ended the wait
   */
  boolean resume(Step step);

  /** Has the call end as if {@code process} had thrown {@code why}; returns as {@link #resume}. */
  default boolean fail(Exception why) {
    return resume(
        cc -> {
          throw why;
        });
  }

  /**
   * Has {@code withdraw} called when the run ends the wait, once, on a thread of the node's
   * executor: to give back what the call has been waiting for.
   */
  Suspension onCancel(Runnable withdraw);
}
