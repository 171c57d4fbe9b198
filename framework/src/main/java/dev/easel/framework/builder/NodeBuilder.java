package dev.easel.framework.builder;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import dev.easel.framework.options.OptionRecord;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Ins;
import dev.easel.framework.port.Out;
import dev.easel.framework.port.Outs;
import dev.easel.framework.port.Port;
import dev.easel.framework.port.SideIn;
import dev.easel.framework.port.SideOut;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.InputStreamInfo;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A node of a graph that is being built. Ports of calculators that declare none are made where they
 * are used: {@code In.any("TAG")}.
 *
 * <p><b>Threads:</b> one.
 */
public final class NodeBuilder {
  private final GraphBuilder graph;
  private final CalculatorGraphConfig.Node.Builder node;

  NodeBuilder(GraphBuilder graph, String calculator) {
    this.graph = graph;
    this.node = CalculatorGraphConfig.Node.newBuilder().setCalculator(calculator);
  }

  CalculatorGraphConfig.Node node() {
    return node.build();
  }

  /** Names the node. */
  public NodeBuilder name(String name) {
    node.setName(name);
    return this;
  }

  /** Connects an input. */
  public <T> NodeBuilder in(In<T> port, GraphStream<? extends T> stream) {
    return in(port.tag(), 0, stream);
  }

  /** Connects inputs of one tag, in order. */
  public <T> NodeBuilder in(Ins<T> ports, List<? extends GraphStream<? extends T>> streams) {
    for (int i = 0; i < streams.size(); i++) {
      in(ports.tag(), i, streams.get(i));
    }
    return this;
  }

  private NodeBuilder in(String tag, int index, GraphStream<?> stream) {
    graph.own(stream.graph(), stream.name());
    if (stream.isBackEdge()) {
      String tagIndex = tag.isEmpty() ? String.valueOf(node.getInputStreamCount()) : tag;
      node.addInputStreamInfo(
          InputStreamInfo.newBuilder()
              .setTagIndex(
                  tag.isEmpty() ? ":" + tagIndex : index == 0 ? tagIndex : tagIndex + ":" + index)
              .setBackEdge(true));
    }
    node.addInputStream(GraphBuilder.entry(tag, index, stream.name()));
    return this;
  }

  /** Connects an input side packet. */
  public <T> NodeBuilder side(SideIn<T> port, GraphSidePacket<? extends T> sidePacket) {
    graph.own(sidePacket.graph(), sidePacket.name());
    node.addInputSidePacket(GraphBuilder.entry(port.tag(), 0, sidePacket.name()));
    return this;
  }

  /** An output, named after its tag. */
  public <T> GraphStream<T> out(Out<T> port) {
    return out(port, graph.free(nameOf(port)));
  }

  /** An output of this name. */
  public <T> GraphStream<T> out(Out<T> port, String name) {
    return out(port.tag(), 0, graph.take(name));
  }

  /** Gives a back edge its producer. */
  public <T> NodeBuilder out(Out<? extends T> port, GraphStream<T> backEdge) {
    graph.own(backEdge.graph(), backEdge.name());
    graph.closeBackEdge(backEdge.name());
    out(port.tag(), 0, backEdge.name());
    return this;
  }

  /** The outputs of one tag, named after it. */
  public <T> List<GraphStream<T>> out(Outs<T> ports, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> this.<T>out(ports.tag(), i, graph.take(graph.free(nameOf(ports) + "_" + i))))
        .toList();
  }

  private <T> GraphStream<T> out(String tag, int index, String name) {
    node.addOutputStream(GraphBuilder.entry(tag, index, name));
    return new GraphStream<>(graph, name, false);
  }

  /** An output side packet, named after its tag. */
  public <T> GraphSidePacket<T> sideOut(SideOut<T> port) {
    return sideOut(port, graph.free(nameOf(port)));
  }

  /** An output side packet of this name. */
  public <T> GraphSidePacket<T> sideOut(SideOut<T> port, String name) {
    node.addOutputSidePacket(GraphBuilder.entry(port.tag(), 0, graph.take(name)));
    return new GraphSidePacket<>(graph, name);
  }

  private String nameOf(Port<?> port) {
    String calculator = node.getCalculator().replaceFirst("Calculator$", "");
    String wish = port.tag().isEmpty() ? calculator : port.tag();
    return wish.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** Gives the node options, as {@code node_options}. */
  public NodeBuilder options(Message options) {
    node.addNodeOptions(Any.pack(options));
    return this;
  }

  /** Gives the node options that are a record. */
  public <R extends Record> NodeBuilder options(R options) {
    return options(OptionRecord.write(options));
  }

  /** Sets what this builder has no method for, such as the executor or the input policy. */
  public NodeBuilder set(Consumer<CalculatorGraphConfig.Node.Builder> change) {
    change.accept(node);
    return this;
  }
}
