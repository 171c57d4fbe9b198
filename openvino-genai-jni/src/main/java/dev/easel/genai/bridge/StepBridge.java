package dev.easel.genai.bridge;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes the native callbacks of one run to Java. */
public final class StepBridge {
  /** Who is told of every finished step. */
  @FunctionalInterface
  public interface Follower {
    /**
     * A step is done.
     *
     * @param step counted from 0
     * @param steps how many the run has
     * @param latent the address of a native object that lives until this call returns
     * @return true to go on, false to stop
     */
    boolean onStep(int step, int steps, long latent);
  }

  private final Follower follower;
  private final int previews;
  private final BooleanSupplier isOver;
  private final Turn turn;
  private final Gate.Pass pass;
  private volatile @Nullable Throwable failure;

  /**
   * The bridge of one run.
   *
   * @param previews at so many evenly spaced steps the follower is to be told even late
   * @param isOver whether the run is to stop, whatever the follower is doing
   * @param turn the run's own, in which the follower must not wait for it
   * @param pass the run's own, which its first step gives back
   */
  public StepBridge(
      Follower follower, int previews, BooleanSupplier isOver, Turn turn, Gate.Pass pass) {
    this.follower = follower;
    this.previews = previews;
    this.isOver = isOver;
    this.turn = turn;
    this.pass = pass;
  }

  /**
   * Called by the native side; what the follower throws waits here, because it must not cross C++.
   */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private boolean step(long step, long steps, long latent) {
    pass.close();
    turn.calledBack(Thread.currentThread());
    try {
      return follower.onStep((int) step, (int) steps, latent);
    } catch (Throwable e) {
      failure = e;
      return false;
    }
  }

  /** Called by the native side: whether any step is told even after the run. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private boolean keepsAny() {
    return previews > 0;
  }

  /** Called by the native side where steps are told later than they are done. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private boolean isOver() {
    return isOver.getAsBoolean();
  }

  /** Called by the native side: whether this one is; the last has no unfinished image. */
  @SuppressWarnings({"unused", "UnusedMethod"})
  private boolean keeps(long step, long steps) {
    long done = step + 1;
    long parts = previews + 1L;
    return done < steps && done * parts / steps > step * parts / steps;
  }

  /** Throws what the follower has thrown, if it has. */
  public void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException unchecked) {
      throw unchecked;
    } else if (thrown instanceof Error error) {
      throw error;
    } else if (thrown != null) {
      throw new IllegalStateException("the step listener threw a checked exception", thrown);
    }
  }
}
