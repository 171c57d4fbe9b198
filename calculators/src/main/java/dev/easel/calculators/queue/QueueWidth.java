package dev.easel.calculators.queue;

import java.util.OptionalInt;

/**
 * How many tasks run at once.
 *
 * <p>Where nobody has said it, that is one, or two where two at once are worth the memory of a
 * second run. It is found out by what is asked for anyway: once it is known how long tasks take
 * that run alone, two that wait run at once, and what those take decides. As machines change, that
 * is done again now and then.
 *
 * <p><b>Threads</b>: the queue's lock guards it.
 */
final class QueueWidth {

  /** A pair must be done in less than this many times the time of one. */
  private static final double WORTH = 1.5;

  /** So much of a run may be unlike the rest of it. */
  private static final double TOLERANCE = 0.1;

  /** After so many tasks one at a time a pair is tried again. */
  private static final int TASKS_BETWEEN_TRIALS = 100;

  private final OptionalInt given;
  private double alone;
  private double paired;
  private int tasksAlone;

  /** A width, unless it is to be found out. */
  QueueWidth(OptionalInt given) {
    this.given = given;
  }

  int now() {
    return given.orElse(isPairWorthIt() ? 2 : 1);
  }

  private boolean isPairWorthIt() {
    return alone > 0 && (paired == 0 || paired < WORTH * alone);
  }

  /**
   * A task is done.
   *
   * @param secondsPerUnit what it took
   * @param shared how much of its run another one ran, too, 0 to 1
   */
  void learn(double secondsPerUnit, double shared) {
    if (shared < TOLERANCE) {
      alone = mean(alone, secondsPerUnit);
      tasksAlone++;
      if (tasksAlone >= TASKS_BETWEEN_TRIALS) {
        tasksAlone = 0;
        paired = 0;
      }
    } else if (shared > 1 - TOLERANCE) {
      paired = mean(paired, secondsPerUnit);
    }
  }

  private static double mean(double known, double measured) {
    return known == 0 ? measured : known + ModelQueue.LEARNING * (measured - known);
  }
}
