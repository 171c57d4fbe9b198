package dev.easel.genai;

import dev.easel.genai.error.GenAiException;

/**
 * A model loaded and compiled to make images.
 *
 * <p><b>Threads</b>: any; runs of one pipeline wait for each other. To run at the same time, {@code
 * fork}.
 *
 * <p><b>Ownership</b>: whoever opens, forks or converts a pipeline closes it, in any order: weights
 * live as long as a pipeline uses them.
 *
 * <p><b>Failure</b>: {@link GenAiException} with GenAI's message, {@link IllegalArgumentException}
 * for values refused before GenAI sees them, {@link IllegalStateException} after close.
 */
public sealed interface ImagePipeline extends AutoCloseable
    permits Text2ImagePipeline, Image2ImagePipeline, InpaintingPipeline {
  /** What was measured of the last run; before the first run only the load time is set. */
  PerformanceMetrics performanceMetrics();

  /**
   * Gives back the memory that finished runs have left allocated for the next one, which then takes
   * a little longer. It is the memory of all forks; one that runs keeps what it uses.
   */
  void releaseMemory();

  /** Whether {@link #close} was called. */
  boolean isClosed();

  /** Waits for a running call, then frees the models; closing again does nothing. */
  @Override
  void close();
}
