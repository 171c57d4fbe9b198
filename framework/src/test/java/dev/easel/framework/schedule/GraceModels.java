package dev.easel.framework.schedule;

import java.time.Duration;

/** A call that returns just when it is given up; models for Lincheck. */
public final class GraceModels {
  private GraceModels() {}

  private static class Deal {
    private final Grace grace = new Grace(Duration.ofDays(1), () -> {});

    boolean returned() {
      return grace.returned();
    }

    boolean takeOver() {
      return grace.takeOver();
    }
  }

  private static final class Side extends Thread {
    private final Deal deal;
    private final boolean returns;
    private boolean won;

    Side(Deal deal, boolean returns) {
      this.deal = deal;
      this.returns = returns;
    }

    @Override
    public void run() {
      won = returns ? deal.returned() : deal.takeOver();
    }
  }

  private static void check(Deal deal) {
    Side call = new Side(deal, true);
    Side giver = new Side(deal, false);
    // Lincheck follows threads through variables of this type.
    Thread[] both = {call, giver};
    try {
      for (Thread each : both) {
        each.start();
      }
      for (Thread each : both) {
        each.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (call.won == giver.won) {
      throw new AssertionError(call.won ? "both go on with the run" : "nobody goes on with it");
    }
  }

  /** One of them goes on with the run. */
  public static final class OneGoesOn implements Runnable {
    /** For the checker. */
    public OneGoesOn() {}

    @Override
    public void run() {
      check(new Deal());
    }
  }

  /** A twin with a fault: both look before they write. */
  public static final class BothLookFirst implements Runnable {
    /** For the checker. */
    public BothLookFirst() {}

    @Override
    public void run() {
      check(
          new Deal() {
            private volatile boolean taken;

            @Override
            boolean returned() {
              boolean mine = !taken;
              taken = true;
              return mine;
            }

            @Override
            boolean takeOver() {
              return returned();
            }
          });
    }
  }
}
