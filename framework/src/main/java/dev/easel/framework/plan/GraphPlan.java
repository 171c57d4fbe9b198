package dev.easel.framework.plan;

import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.MediaPipeOptions;
import java.util.List;
import java.util.Map;

/**
 * A graph as a run needs it: nodes in order, streams by number.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param config the expanded config
 * @param nodes the nodes, each after those that feed it
 * @param streams the outputs of all nodes in order, then the graph's inputs
 * @param streamNumbers the number of each stream
 * @param graphInputs the graph's input streams
 * @param firstGraphInput the number of the first graph input
 * @param sidePackets the side packets that nodes make, by number
 * @param sidePacketNumbers the number of each of them
 * @param requiredSidePackets the ends of each side packet that no node makes
 * @param generators the packet generators that run before the nodes, in order
 * @param statusHandlers the status handlers
 * @param executors the executors, the default one among them
 * @param maxQueueSize the limit of each input's queue, -1 for none
 */
public record GraphPlan(
    CalculatorGraphConfig config,
    List<NodePlan> nodes,
    List<Stream> streams,
    Map<String, Integer> streamNumbers,
    TagMap graphInputs,
    int firstGraphInput,
    List<String> sidePackets,
    Map<String, Integer> sidePacketNumbers,
    Map<String, List<Required>> requiredSidePackets,
    List<GraphExecutor> executors,
    List<GeneratorPlan> generators,
    List<StatusHandlerPlan> statusHandlers,
    int maxQueueSize) {

  /**
   * Whether a run of it holds no thread for long: all nodes promise not to block, and none of them
   * is a source, which would go on and on. Generators and status handlers promise nothing.
   */
  public boolean neverBlocks() {
    return generators.isEmpty()
        && statusHandlers.isEmpty()
        && !hasSources()
        && nodes.stream().allMatch(NodePlan::neverBlocks);
  }

  /** Whether any node has outputs but no inputs. */
  public boolean hasSources() {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).isSource()) {
        return true;
      }
    }
    return false;
  }

  /** Whether a packet generator makes the side packet before the nodes are opened. */
  public boolean isGenerated(String sidePacket) {
    for (GeneratorPlan each : generators) {
      if (each.outputs().entries().stream().anyMatch(e -> e.name().equals(sidePacket))) {
        return true;
      }
    }
    return false;
  }

  /**
   * One stream.
   *
   * @param name its name
   * @param check what its packets may hold
   * @param consumers its consumers, in the order of the nodes
   * @param sources the sources upstream of its producer: nodes by id, graph inputs after them
   */
  public record Stream(
      String name, PacketCheck check, List<Consumer> consumers, List<Integer> sources) {}

  /** One end of a stream: a node and the flat id of its input. */
  public record Consumer(int node, int input) {}

  /** One end of a side packet that the application provides. */
  public record Required(PacketCheck check, boolean optional) {}

  /** One executor. */
  public record GraphExecutor(String name, String type, MediaPipeOptions options) {}
}
