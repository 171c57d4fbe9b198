package dev.easel.calculators.queue;

/**
 * What a task holds while it uses a model.
 *
 * <p>It falls back to the model with the run's end; whoever has it gives it back earlier, as soon
 * as the model's work is done, so that the next task begins while images are encoded and sent. Who
 * {@linkplain #hold holds} it gives it back in any case.
 *
 * <p><b>Threads</b>: any; giving it back again does nothing.
 */
public interface Permit extends AutoCloseable {

  /**
   * The model works for the task from now on: until {@link #done} or {@link #close} the permit does
   * not fall back, also if the run ends before its work does.
   */
  void hold();

  /** Whether anything is learnt from parts of the work; to tell of each step costs a little. */
  boolean isLearning();

  /**
   * Part of the work is done.
   *
   * @param part how much of it, 0 to 1
   */
  void advance(double part);

  /** Gives it back after work that was done; the queue learns how long that took. */
  void done();

  /** Gives it back after work that has come to no good end. */
  @Override
  void close();
}
