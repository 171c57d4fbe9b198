package dev.easel.framework.graph;

import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.plan.GraphPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A graph's plan in arrays, for its runs to be made of.
 *
 * <p><b>Threads:</b> immutable.
 */
final class GraphShape {
  final NodeShape[] nodes;
  final Stream[] streams;
  final int firstGraphInput;
  final boolean hasSources;

  /** Whether any node is a source or has to do with side packets. */
  final boolean hasStarts;

  /** The nodes that wait for no header. */
  final int[] first;

  /** The limit of each input's queue, -1 for none. */
  final int maxQueueSize;

  GraphShape(GraphPlan plan, GraphExecutors executors) {
    nodes = new NodeShape[plan.nodes().size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = new NodeShape(plan.nodes().get(i), executors.lane(plan.nodes().get(i)));
    }
    streams = new Stream[plan.streams().size()];
    for (int i = 0; i < streams.length; i++) {
      streams[i] = new Stream(plan, plan.streams().get(i));
    }
    first = IntStream.range(0, nodes.length).filter(i -> nodes[i].headers == 0).toArray();
    hasStarts = Arrays.stream(nodes).anyMatch(node -> node.isSource || node.hasSides);
    firstGraphInput = plan.firstGraphInput();
    hasSources = plan.hasSources();
    maxQueueSize = plan.maxQueueSize();
  }

  /** One stream: its consumers' nodes, and the flat ids of their inputs. */
  static final class Stream {
    final String name;
    final @Nullable PacketCheck check;
    final int[] consumers;
    final int[] inputs;

    /** The consumers' nodes that wait for the stream's header, which those of back edges do not. */
    final int[] waiting;

    Stream(GraphPlan graph, GraphPlan.Stream plan) {
      name = plan.name();
      check = plan.check().orNull();
      List<GraphPlan.Consumer> to = plan.consumers();
      waiting =
          to.stream()
              .filter(each -> !graph.nodes().get(each.node()).backEdges().get(each.input()))
              .mapToInt(GraphPlan.Consumer::node)
              .toArray();
      consumers = to.stream().mapToInt(GraphPlan.Consumer::node).toArray();
      inputs = to.stream().mapToInt(GraphPlan.Consumer::input).toArray();
    }
  }
}
