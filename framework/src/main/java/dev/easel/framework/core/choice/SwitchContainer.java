package dev.easel.framework.core.choice;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.easel.framework.calculator.Subgraph;
import dev.easel.framework.calculator.SubgraphContext;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.proto.SwitchContainerOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;

/**
 * Several nodes in the place of one, of which one at a time works: the channel in force at a
 * packet's timestamp gets it, and only its results leave. Channel 0 is in force until something
 * else is said.
 *
 * <ul>
 *   <li>Ports: those that every contained node has.
 *   <li>Besides: {@code SELECT} (Integer) or {@code ENABLE} (Boolean, channel 1 or 0), as a stream
 *       or as a side packet.
 *   <li>Options: {@code SwitchContainerOptions}: {@code contained_node}, one per channel; {@code
 *       select} or {@code enable}; {@code synchronize_io}; {@code async_selection} (takes the
 *       choice as it comes, without waiting for the inputs); {@code tick_input_stream} (which
 *       inputs the choice waits for; all without it).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SwitchContainer"
 *   input_stream: "ENABLE:wanted"
 *   input_stream: "FRAME:frames"
 *   output_stream: "FRAME:filtered_or_nothing"
 *   options {
 *     [mediapipe.SwitchContainerOptions.ext] {
 *       contained_node: { calculator: "BypassCalculator" }
 *       contained_node: { calculator: "PassThroughCalculator" }
 *     }
 *   }
 * }
 * }</pre>
 */
final class SwitchContainer implements Subgraph {
  private static final String SELECT = "SELECT";
  private static final String ENABLE = "ENABLE";

  @Override
  public CalculatorGraphConfig config(SubgraphContext cc) {
    SwitchContainerOptions options = cc.options(SwitchContainerOptions.class);
    check(cc, options);
    SwitchPorts ports = SwitchPorts.of(cc);
    CalculatorGraphConfig.Builder graph = CalculatorGraphConfig.newBuilder();
    String select = control(cc.inputs(), SELECT, "gate_select", ports, options, graph);
    String enable = control(cc.inputs(), ENABLE, "gate_enable", ports, options, graph);
    Node.Builder demux = router("SwitchDemuxCalculator", cc.node(), select, enable);
    Node.Builder mux = router("SwitchMuxCalculator", cc.node(), select, enable);
    graph
        .addInputStream("SELECT:gate_select")
        .addInputStream("ENABLE:gate_enable")
        .addInputSidePacket("SELECT:gate_select")
        .addInputSidePacket("ENABLE:gate_enable");
    ports.connectOutside(graph, demux, mux);
    int channel = 0;
    for (Node contained : options.getContainedNodeList()) {
      Node.Builder node = contained.toBuilder();
      ports.connectChannel(channel++, demux, node, mux);
      graph.addNode(node);
    }
    return graph.addNode(demux).addNode(mux).build();
  }

  private static void check(SubgraphContext cc, SwitchContainerOptions options) {
    RetCheck.argument(
        !options.hasSelect() || !options.hasEnable(),
        "Only one of SwitchContainer options 'enable' and 'select' can be specified");
    RetCheck.argument(
        !hasBoth(cc.inputs()) && !hasBoth(cc.inputSidePackets()),
        "Only one of SwitchContainer inputs 'ENABLE' and 'SELECT' can be specified");
  }

  private static boolean hasBoth(TagMap ports) {
    return ports.count(SELECT) > 0 && ports.count(ENABLE) > 0;
  }

  /** The stream that the routers read: the control stream itself, or in step with the inputs. */
  private static String control(
      TagMap inputs,
      String tag,
      String name,
      SwitchPorts ports,
      SwitchContainerOptions options,
      CalculatorGraphConfig.Builder graph) {
    if (inputs.count(tag) == 0) {
      return tag + ":" + name;
    }
    Node.Builder sequencer =
        Node.newBuilder()
            .setCalculator("PacketSequencerCalculator")
            .addInputStream("INPUT:" + name)
            .addOutputStream("OUTPUT:" + name + "_timed");
    if (!options.getAsyncSelection()) {
      sequencer.getInputStreamHandlerBuilder().setInputStreamHandler("DefaultInputStreamHandler");
    }
    ports.connectTicks(options.getTickInputStreamList(), sequencer);
    graph.addNode(sequencer);
    return tag + ":" + name + "_timed";
  }

  private static Node.Builder router(
      String calculator, Node container, String select, String enable) {
    Node.Builder node =
        Node.newBuilder()
            .setCalculator(calculator)
            .addInputStream(select)
            .addInputStream(enable)
            .addInputSidePacket("SELECT:gate_select")
            .addInputSidePacket("ENABLE:gate_enable");
    if (container.hasOptions()) {
      node.setOptions(withoutNodes(container.getOptions()));
    }
    for (Any options : container.getNodeOptionsList()) {
      node.addNodeOptions(withoutNodes(options));
    }
    return node;
  }

  private static CalculatorOptions withoutNodes(CalculatorOptions options) {
    if (!options.hasExtension(SwitchContainerOptions.ext)) {
      return options;
    }
    SwitchContainerOptions own = options.getExtension(SwitchContainerOptions.ext);
    return options.toBuilder()
        .setExtension(SwitchContainerOptions.ext, own.toBuilder().clearContainedNode().build())
        .build();
  }

  private static Any withoutNodes(Any options) {
    if (!options.is(SwitchContainerOptions.class)) {
      return options;
    }
    try {
      SwitchContainerOptions own = options.unpack(SwitchContainerOptions.class);
      return Any.pack(own.toBuilder().clearContainedNode().build());
    } catch (InvalidProtocolBufferException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "the SwitchContainerOptions cannot be read", e);
    }
  }
}
