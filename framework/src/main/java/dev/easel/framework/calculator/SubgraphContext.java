package dev.easel.framework.calculator;

import com.google.protobuf.Message;
import dev.easel.framework.options.NodeOptions;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;

/**
 * The node that a subgraph replaces.
 *
 * @param node the node as written
 * @param options the node's options
 * @param inputs its input streams
 * @param outputs its output streams
 * @param inputSidePackets its input side packets
 * @param outputSidePackets its output side packets
 */
public record SubgraphContext(
    CalculatorGraphConfig.Node node,
    NodeOptions options,
    TagMap inputs,
    TagMap outputs,
    TagMap inputSidePackets,
    TagMap outputSidePackets) {

  /** The node's options of this type, the defaults if the graph gives none. */
  public <M extends Message> M options(Class<M> type) {
    return options.get(type);
  }
}
