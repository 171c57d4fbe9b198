package dev.easel.framework.builder;

/**
 * A side packet of a graph that is being built.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what it holds
 */
@SuppressWarnings("UnusedTypeParameter") // It is there for the compiler of who builds.
public final class GraphSidePacket<T> {
  private final GraphBuilder graph;
  private final String name;

  GraphSidePacket(GraphBuilder graph, String name) {
    this.graph = graph;
    this.name = name;
  }

  GraphBuilder graph() {
    return graph;
  }

  /** The side packet's name in the graph. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
