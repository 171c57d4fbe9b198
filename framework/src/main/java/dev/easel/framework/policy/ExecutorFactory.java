package dev.easel.framework.policy;

import dev.easel.framework.proto.MediaPipeOptions;
import java.util.concurrent.Executor;

/**
 * Makes an executor of a type that a graph names.
 *
 * <p><b>Threads:</b> called by the thread that starts the first run of a graph.
 */
@FunctionalInterface
public interface ExecutorFactory {
  /** An executor; if it is {@link AutoCloseable}, the graph that it was made for closes it. */
  Executor open(String name, MediaPipeOptions options);
}
