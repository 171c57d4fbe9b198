package dev.easel.store.signal;

import dev.easel.store.failure.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * What a thread does that works for a store: one round after another, until it is ended. A round
 * that fails is told to the log, unless the one before has failed in the same way, and the next one
 * begins a second later: the store may be there again.
 *
 * <p><b>Who waits</b>: a round, for what it needs. <b>Who wakes</b>: whoever ends the rounds also
 * interrupts their threads, which are not this object's.
 */
public final class StoreRounds implements Runnable {
  private static final long PAUSE_MILLIS = 1000;
  private static final Logger LOG = System.getLogger(StoreRounds.class.getName());

  /** What is done in a round, its waiting included. */
  @FunctionalInterface
  public interface Round {
    /** Does it. */
    void run() throws InterruptedException;
  }

  private final String cannot;
  private final Round round;
  private volatile boolean isEnding;
  private String told = "";

  /**
   * Rounds that have not begun.
   *
   * @param cannot what a failure means, such as "tasks cannot be taken"
   */
  public StoreRounds(String cannot, Round round) {
    this.cannot = cannot;
    this.round = round;
  }

  @Override
  public void run() {
    try {
      while (!isEnding) {
        runOnce();
      }
    } catch (InterruptedException e) {
      // They were ended.
    }
  }

  private void runOnce() throws InterruptedException {
    try {
      round.run();
      told = "";
    } catch (StoreException e) {
      String reason = String.valueOf(e.getMessage());
      if (!reason.equals(told)) {
        LOG.log(Level.WARNING, "{0} at the moment: {1}", cannot, reason);
        told = reason;
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, cannot, e);
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** Lets no further round begin. */
  public void end() {
    isEnding = true;
  }

  /** Whether they were ended. */
  public boolean isEnding() {
    return isEnding;
  }
}
