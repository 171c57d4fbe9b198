package dev.easel.framework.service;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.proto.GraphProfile;

/**
 * What a graph's profiler and tracer have recorded, for calculators that pass it on.
 *
 * <p><b>Threads:</b> any.
 */
@FunctionalInterface
public interface GraphProfiles {
  /** The service that every graph provides by itself. */
  GraphService<GraphProfiles> SERVICE =
      GraphService.of("mediapipe::GraphProfiles", GraphProfiles.class);

  /**
   * Everything since the capture before, whose histograms start again from zero; times in
   * microseconds.
   *
   * @param withConfig whether the graph's config, with its canonical node names, is part of it
   */
  GraphProfile capture(boolean withConfig);
}
