package dev.easel.serving;

import java.time.Duration;
import java.util.Optional;

/**
 * Knows those again who have left work behind.
 *
 * <p><b>Threads</b>: any; no method waits.
 */
public interface Accounts {

  /** Everybody may do anything. */
  Accounts OPEN =
      new Accounts() {
        @Override
        public RunTerms terms(String caller, String owner, Duration limit) {
          return new RunTerms(caller, owner, limit, 1, Allowance.UNLIMITED);
        }

        @Override
        public Optional<Duration> wait(String owner) {
          return Optional.empty();
        }

        @Override
        public void checkModel(String owner, String model) {}
      };

  /**
   * The terms of a run that was accepted before, and so is counted but not refused any more.
   *
   * @param caller who asked, as the terms of a run say it
   * @param owner to whom the work belongs
   */
  RunTerms terms(String caller, String owner, Duration limit);

  /**
   * How long until further work of somebody may begin, where all that it may take for now is taken;
   * empty when it may begin at once.
   *
   * @param owner to whom the work belongs
   */
  Optional<Duration> wait(String owner);

  /**
   * Looks whether somebody may use a model.
   *
   * <p><b>Failure</b>: a request's mistake.
   *
   * @param owner to whom the work belongs
   * @param model the name that the work uses
   */
  void checkModel(String owner, String model);
}
