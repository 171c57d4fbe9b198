package dev.easel.framework.builder;

/**
 * A stream of a graph that is being built.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what its packets hold
 */
@SuppressWarnings("UnusedTypeParameter") // It is there for the compiler of who builds.
public final class GraphStream<T> {
  private final GraphBuilder graph;
  private final String name;
  private final boolean backEdge;

  GraphStream(GraphBuilder graph, String name, boolean backEdge) {
    this.graph = graph;
    this.name = name;
    this.backEdge = backEdge;
  }

  GraphBuilder graph() {
    return graph;
  }

  /** The stream's name in the graph. */
  public String name() {
    return name;
  }

  /** Whether its consumers stand before its producer. */
  public boolean isBackEdge() {
    return backEdge;
  }

  /**
   * The same stream, of which the author knows that its packets hold a {@code type}, though its
   * producer does not say so. The compiler believes it; loading the graph checks it.
   */
  public <U> GraphStream<U> as(Class<U> type) {
    return new GraphStream<>(graph, name, backEdge);
  }

  @Override
  public String toString() {
    return name;
  }
}
