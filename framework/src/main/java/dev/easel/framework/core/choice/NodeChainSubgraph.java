package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.Subgraph;
import dev.easel.framework.calculator.SubgraphContext;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.NodeChainSubgraphOptions;

/**
 * Copies of one node in a row.
 *
 * <ul>
 *   <li>Input streams: {@code INPUT}. Output streams: {@code OUTPUT}.
 *   <li>Options: {@code NodeChainSubgraphOptions}: {@code node_type}, a calculator or subgraph with
 *       one input and one output without a tag; {@code chain_length}.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "NodeChainSubgraph"
 *   input_stream: "INPUT:in"
 *   output_stream: "OUTPUT:out"
 *   options {
 *     [mediapipe.NodeChainSubgraphOptions.ext] {
 *       node_type: "PassThroughCalculator"
 *       chain_length: 100
 *     }
 *   }
 * }
 * }</pre>
 */
final class NodeChainSubgraph implements Subgraph {
  /** One number can ask for more nodes than any machine has room for. */
  private static final int MAX_LENGTH = 10_000;

  @Override
  public CalculatorGraphConfig config(SubgraphContext cc) {
    NodeChainSubgraphOptions options = cc.options(NodeChainSubgraphOptions.class);
    RetCheck.that(!options.getNodeType().isEmpty(), "node_type is given");
    RetCheck.that(options.getChainLength() > 0, "chain_length is above 0");
    RetCheck.argument(
        options.getChainLength() <= MAX_LENGTH,
        "chain_length is %d, which is more than %d"
            .formatted(options.getChainLength(), MAX_LENGTH));
    CalculatorGraphConfig.Builder graph =
        CalculatorGraphConfig.newBuilder()
            .addInputStream("INPUT:stream_0")
            .addOutputStream("OUTPUT:stream_" + options.getChainLength());
    for (int i = 0; i < options.getChainLength(); i++) {
      graph
          .addNodeBuilder()
          .setCalculator(options.getNodeType())
          .addInputStream("stream_" + i)
          .addOutputStream("stream_" + (i + 1));
    }
    return graph.build();
  }
}
