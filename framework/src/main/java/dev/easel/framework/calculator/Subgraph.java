package dev.easel.framework.calculator;

import dev.easel.framework.proto.CalculatorGraphConfig;

/**
 * A graph that stands for one node of another; it replaces the node when the outer graph is loaded.
 *
 * <p><b>Threads:</b> called by any thread that loads a graph.
 */
@FunctionalInterface
public interface Subgraph {
  /** The nodes that take the place of the one in {@code cc}. */
  CalculatorGraphConfig config(SubgraphContext cc);
}
