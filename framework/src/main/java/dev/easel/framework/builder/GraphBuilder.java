package dev.easel.framework.builder;

import com.google.protobuf.TextFormat;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Builds a graph from Java.
 *
 * <pre>{@code
 * GraphBuilder graph = new GraphBuilder();
 * GraphStream<RgbImages> images = graph.input("IMAGES", "images", RgbImages.class);
 * GraphStream<RgbImages> inverted =
 *     graph.node("InvertImagesCalculator")
 *         .in(InvertImagesCalculator.IMAGES, images)
 *         .out(InvertImagesCalculator.INVERTED);
 * graph.output("IMAGES", inverted);
 * GraphDescription description = GraphDescription.of(graph.config(), registry);
 * }</pre>
 *
 * <p><b>Threads:</b> one.
 *
 * <p><b>Failure:</b> {@link IllegalArgumentException} for a name that is taken and for streams of
 * another graph. Everything else is checked when the config is loaded.
 */
public final class GraphBuilder {
  private final CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
  private final List<NodeBuilder> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> openBackEdges = new LinkedHashSet<>();

  /** A graph with nothing in it. */
  public GraphBuilder() {}

  /** An input stream without a tag. */
  public <T> GraphStream<T> input(String name, Class<T> type) {
    return input("", name, type);
  }

  /** An input stream. */
  public <T> GraphStream<T> input(String tag, String name, Class<T> type) {
    config.addInputStream(entry(tag, 0, take(name)));
    return new GraphStream<>(this, name, false);
  }

  /** An input side packet without a tag. */
  public <T> GraphSidePacket<T> sideInput(String name, Class<T> type) {
    return sideInput("", name, type);
  }

  /** An input side packet. */
  public <T> GraphSidePacket<T> sideInput(String tag, String name, Class<T> type) {
    config.addInputSidePacket(entry(tag, 0, take(name)));
    return new GraphSidePacket<>(this, name);
  }

  /** A node, after those that are there. */
  public NodeBuilder node(String calculator) {
    NodeBuilder node = new NodeBuilder(this, calculator);
    nodes.add(node);
    return node;
  }

  /**
   * A stream whose consumers stand before its producer. A later node takes it as one of its
   * outputs.
   */
  public <T> GraphStream<T> backEdge(String name, Class<T> type) {
    openBackEdges.add(take(name));
    return new GraphStream<>(this, name, true);
  }

  /** Makes a stream an output of the graph, without a tag. */
  public GraphBuilder output(GraphStream<?> stream) {
    return output("", stream);
  }

  /** Makes a stream an output of the graph. */
  public GraphBuilder output(String tag, GraphStream<?> stream) {
    config.addOutputStream(entry(tag, 0, own(stream.graph(), stream.name())));
    return this;
  }

  /** Makes a side packet an output of the graph. */
  public GraphBuilder sideOutput(String tag, GraphSidePacket<?> sidePacket) {
    config.addOutputSidePacket(entry(tag, 0, own(sidePacket.graph(), sidePacket.name())));
    return this;
  }

  /** Sets what this builder has no method for, such as executors or the profiler. */
  public GraphBuilder set(Consumer<CalculatorGraphConfig.Builder> change) {
    change.accept(config);
    return this;
  }

  /**
   * The graph.
   *
   * <p><b>Failure:</b> {@link IllegalStateException} while a back edge has no producer.
   */
  public CalculatorGraphConfig config() {
    if (!openBackEdges.isEmpty()) {
      throw new IllegalStateException(
          "no node has as its output: back edge " + String.join(", ", openBackEdges));
    }
    CalculatorGraphConfig.Builder whole = config.clone();
    nodes.forEach(node -> whole.addNode(node.node()));
    return whole.build();
  }

  /** The graph as text, in which {@code registry} spells out the options that it knows. */
  public String text(CalculatorRegistry registry) {
    return TextFormat.printer().usingTypeRegistry(registry.types()).printToString(config());
  }

  /** A name that nothing has, made of {@code wish}. */
  String free(String wish) {
    String name = wish;
    for (int i = 2; names.contains(name); i++) {
      name = wish + "_" + i;
    }
    return name;
  }

  String take(String name) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(
          "the graph has a stream or side packet \"" + name + "\" already");
    }
    return name;
  }

  void closeBackEdge(String name) {
    if (!openBackEdges.remove(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" has a producer already, or is no back edge");
    }
  }

  String own(GraphBuilder graph, String name) {
    if (graph != this) {
      throw new IllegalArgumentException("\"" + name + "\" belongs to another graph");
    }
    return name;
  }

  static String entry(String tag, int index, String name) {
    return tag.isEmpty() ? name : index == 0 ? tag + ":" + name : tag + ":" + index + ":" + name;
  }
}
