package dev.easel.framework.schedule;

import dev.easel.framework.scheduler.GuestExecutor;
import dev.easel.framework.scheduler.WorkerPool;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where the nodes of a lane run.
 *
 * <p><b>Threads:</b> any.
 */
public sealed interface LaneExecutor {
  /** How many threads may work on one run. */
  int width();

  /**
   * Has a task run; called by threads that hold nothing.
   *
   * @return whether it is left to the caller
   */
  boolean submit(Runnable task);

  /** Has a task run on any thread but the caller's, which is everybody's timer. */
  void offer(Runnable task);

  /** Has another thread take the place of one that does not come back; false if it is not here. */
  boolean replace(Thread stuck);

  /** A thread that was replaced has come back after all. */
  void cameBack();

  /** The threads of a pool of our own. */
  record Pool(WorkerPool pool) implements LaneExecutor {
    @Override
    public int width() {
      return pool.width();
    }

    @Override
    public boolean submit(Runnable task) {
      pool.execute(task);
      return false;
    }

    @Override
    public void offer(Runnable task) {
      try {
        pool.execute(task);
      } catch (RejectedExecutionException e) {
        // The pool was closed with its graph; the run is ending.
      }
    }

    @Override
    public boolean replace(Thread stuck) {
      return pool.replace(stuck);
    }

    @Override
    public void cameBack() {}
  }

  /**
   * The threads of a pool of our own, but for what a thread asks for that is lent: that one does it
   * itself.
   */
  record Lent(WorkerPool pool, LentThreads threads) implements LaneExecutor {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean submit(Runnable task) {
      if (threads.takeTurn()) {
        return true;
      }
      pool.execute(task);
      return false;
    }

    @Override
    public void offer(Runnable task) {
      new Pool(pool).offer(task);
    }

    @Override
    public boolean replace(Thread stuck) {
      return pool.replace(stuck);
    }

    @Override
    public void cameBack() {}
  }

  /** An executor that the application gave, or one of a type that it registered. */
  record Guest(GuestExecutor executor) implements LaneExecutor {
    private static final int MANY = 1 << 20;

    @Override
    public int width() {
      return MANY;
    }

    @Override
    public boolean submit(Runnable task) {
      return executor.submit(task);
    }

    @Override
    public void offer(Runnable task) {
      executor.offer(task);
    }

    @Override
    public boolean replace(Thread stuck) {
      executor.stuck(stuck);
      return true;
    }

    @Override
    public void cameBack() {
      executor.cameBack();
    }
  }

  /** No executor: whoever waits for the run works on the lane. */
  enum ApplicationThread implements LaneExecutor {
    /** The only one. */
    WAITING;

    @Override
    public int width() {
      return 1;
    }

    @Override
    public boolean submit(Runnable task) {
      return true;
    }

    @Override
    public void offer(Runnable task) {}

    @Override
    public boolean replace(Thread stuck) {
      return false;
    }

    @Override
    public void cameBack() {}
  }
}
