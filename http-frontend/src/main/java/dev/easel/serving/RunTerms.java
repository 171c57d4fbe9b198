package dev.easel.serving;

import dev.easel.calculators.http.RunContext;
import java.time.Duration;

/**
 * Under which terms a run is asked for.
 *
 * @param caller who asks; one caller's requests keep their order, and callers share a model evenly
 * @param owner to whom belongs what the run makes and leaves behind
 * @param limit how long the run may take, waiting included
 * @param weight how many times the share of others the caller has of a model
 * @param allowance what the caller may still take
 */
public record RunTerms(
    String caller, String owner, Duration limit, double weight, Allowance allowance) {

  /** Somebody with the same share as others, who may take anything. */
  public RunTerms(String caller, Duration limit) {
    this(caller, RunContext.EVERYBODY, limit, 1, Allowance.UNLIMITED);
  }

  /** Somebody on this machine who has all the time. */
  public static final RunTerms LOCAL = new RunTerms(RunContext.EVERYBODY, Duration.ofDays(365));
}
