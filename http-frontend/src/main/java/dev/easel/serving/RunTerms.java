package dev.easel.serving;

import java.time.Duration;

/**
 * Under which terms a run is asked for.
 *
 * @param caller who asks; one caller's requests keep their order, and callers share a model evenly
 * @param limit how long the run may take, waiting included
 */
public record RunTerms(String caller, Duration limit) {

  /** Somebody on this machine who has all the time. */
  public static final RunTerms LOCAL = new RunTerms("local", Duration.ofDays(365));
}
