package dev.easel.repository;

import dev.easel.calculators.payload.HttpRequestPayload;
import dev.easel.calculators.payload.RequestException;
import dev.easel.calculators.payload.RunSlot;
import dev.easel.calculators.payload.WorkModel;
import dev.easel.calculators.payload.Workload;
import dev.easel.repository.line.RunLine;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A model and the line before it.
 *
 * @param model tells what a request will take
 * @param line lets requests run, wait or go
 */
record ModelLine(WorkModel model, RunLine line) {

  /** The line of a model that is ready to run. */
  static ModelLine of(String servable, WorkModel model) {
    return new ModelLine(model, new RunLine(servable, model.limits(), System::nanoTime));
  }

  /**
   * Takes a request in.
   *
   * <p><b>Failure</b>: as {@link LinedRun#enter}.
   *
   * @param start starts the run with the place it holds
   * @param onGivenUp called instead when it is cancelled before its turn
   * @return empty when what it will take cannot be told, because its graph has yet to make a right
   *     request of it, or to refuse it: it is to run at once, without a place
   */
  Optional<RunHandle> enter(
      HttpRequestPayload payload,
      RunTerms terms,
      RunListener listener,
      BiFunction<RunSlot, RunListener, RunHandle> start,
      Runnable onGivenUp) {
    Workload work;
    try {
      work = model.workload(payload);
    } catch (RequestException e) {
      return Optional.empty();
    }
    return Optional.of(
        LinedRun.enter(line, model, payload, work, terms, listener, start, onGivenUp));
  }
}
