package dev.easel.genai;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether a run is cancelled, which is asked again and again.
 *
 * <p>A run in another process waits, and would have to wake for each look: a signal that can tell
 * of the cancelling spares it that.
 *
 * <p><b>Threads</b>: any.
 */
@FunctionalInterface
public interface CancelSignal extends BooleanSupplier {
  /** Ends the telling. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Has somebody called once the run is cancelled, at once if it is.
   *
   * @param listener does not wait
   * @return ends that; empty when this signal can only be asked
   */
  default Optional<Watch> watch(Runnable listener) {
    return Optional.empty();
  }
}
