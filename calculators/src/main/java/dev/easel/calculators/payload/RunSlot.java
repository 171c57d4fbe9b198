package dev.easel.calculators.payload;

import dev.easel.framework.calculator.GraphService;
import java.util.Optional;

/**
 * The place that a run holds among those that a model serves at once.
 *
 * <p>A server gives every run one; it falls back to the server with the run's end at the latest.
 *
 * <p><b>Threads</b>: any; giving it back again does nothing.
 */
public interface RunSlot {

  /** The service under which a calculator finds its run's place. */
  GraphService<RunSlot> SERVICE = GraphService.of("easel.RunSlot", RunSlot.class);

  /**
   * What the server has read of a request already, to estimate its work; empty for a request that
   * is not the very one it received, or a model that is not the one it asked.
   */
  Optional<ImageTask> task(HttpRequestPayload request, ImageModel model);

  /** Gives the place back: the model's work for this run is done, others may begin theirs. */
  void free();

  /** Gives the place back after work that has come to no good end. */
  void giveUp();
}
