package dev.easel.calculators.http;

import java.time.Duration;

/**
 * The context of a run that nobody serves: somebody on this machine has all the time.
 *
 * <p><b>Threads</b>: any.
 */
final class LocalRun implements RunContext {

  private static final Duration UNLIMITED = Duration.ofDays(365);

  private volatile Duration limit = UNLIMITED;

  @Override
  public String caller() {
    return EVERYBODY;
  }

  @Override
  public String owner() {
    return EVERYBODY;
  }

  @Override
  public double weight() {
    return 1;
  }

  @Override
  public void spend(long pixels, long pixelSteps, boolean isRefusable) {}

  @Override
  public Duration timeLeft() {
    return limit;
  }

  @Override
  public void limitTo(Duration own) {
    limit = own.compareTo(limit) < 0 ? own : limit;
  }

  @Override
  public void waits() {}

  @Override
  public void begins() {}

  @Override
  public void comesToNothing() {}

  @Override
  public boolean isFollowed() {
    return false;
  }

  @Override
  public void stands(int position, double secondsLeft) {}

  @Override
  public void took(Stage stage, long nanos) {}

  @Override
  public void steps(int step, int steps, double secondsLeft) {}
}
