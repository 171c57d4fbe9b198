package dev.easel.framework.schedule;

/**
 * Looks, every millisecond while calls are made under a lent ownership, whether the same call still
 * lasts, and has the run taken over then.
 *
 * <p>It costs the caller one plain write a call, and no fence.
 *
 * <p><b>Threads:</b> any.
 */
final class Watch extends Ticker {
  private static final long TICK_MILLIS = 1;
  private static final int QUIET_TICKS = 20;

  private final SharedScheduler of;
  private final Lane lane;
  private long lastLoan;

  Watch(SharedScheduler of, Lane lane) {
    super(TICK_MILLIS, QUIET_TICKS);
    this.of = of;
    this.lane = lane;
  }

  @Override
  boolean look() {
    long loan = of.loan();
    if (loan != 0 && loan == lastLoan) {
      lane.executor().offer(() -> of.takeOver(lane, loan));
    }
    lastLoan = loan;
    return loan != 0;
  }
}
