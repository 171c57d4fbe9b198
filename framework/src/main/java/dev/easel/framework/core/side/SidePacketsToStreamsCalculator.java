package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.SidePacketsToStreamsCalculatorOptions;
import dev.easel.framework.proto.SidePacketsToStreamsCalculatorOptions.SetTimestampMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays side packets as streams: each a list of packets, or a single packet.
 *
 * <ul>
 *   <li>Output streams: any number without a tag.
 *   <li>Input side packets: as many without a tag: Lists of {@code Packet}, all of one length, or
 *       any values.
 *   <li>Options: {@code SidePacketsToStreamsCalculatorOptions}: {@code vectors_of_packets} (true),
 *       {@code set_timestamp} (VECTOR_INDEX; PRE_STREAM; WHOLE_STREAM, which is PostStream; NONE
 *       keeps the packets' own), {@code num_inputs} (checked if given).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SidePacketsToStreamsCalculator"
 *   input_side_packet: "recorded_packets"
 *   output_stream: "replayed"
 *   options {
 *     [mediapipe.SidePacketsToStreamsCalculatorOptions.ext] { set_timestamp: NONE }
 *   }
 * }
 * }</pre>
 */
final class SidePacketsToStreamsCalculator extends Calculator {
  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Makes streams of side packets that are lists.");
    SidePacketsToStreamsCalculatorOptions options =
        cc.options(SidePacketsToStreamsCalculatorOptions.class);
    int count = cc.inputSidePackets().size();
    RetCheck.argument(
        !options.hasNumInputs()
            || (options.getNumInputs() == count && count == cc.outputs().size()),
        "If num_inputs is specified it must be equal to the number of input side packets and output"
            + " streams.");
    RetCheck.argument(
        options.getVectorsOfPackets() || options.getSetTimestamp() != SetTimestampMode.NONE,
        "If set_timestamp is NONE, vectors_of_packets must not be false.");
    for (int i = 0; i < count; i++) {
      if (options.getVectorsOfPackets()) {
        cc.inputSidePackets().get("", i).setListOf(Packet.class);
        cc.outputs().get("", i).setAny();
      } else {
        cc.outputs().get("", i).setSameAs(cc.inputSidePackets().get("", i).setAny());
      }
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    SidePacketsToStreamsCalculatorOptions options =
        cc.options(SidePacketsToStreamsCalculatorOptions.class);
    List<List<?>> streams = new ArrayList<>();
    for (int i = 0; i < cc.inputSidePackets().size(); i++) {
      Packet packet = cc.inputSidePackets().index(i);
      streams.add(options.getVectorsOfPackets() ? packet.get(List.class) : List.of(packet));
      RetCheck.argument(
          streams.get(i).size() == streams.get(0).size(),
          "The specified input side packets contain vectors of different sizes.");
    }
    int length = streams.isEmpty() ? 0 : streams.get(0).size();
    for (int b = 0; b < length; b++) {
      for (int i = 0; i < streams.size(); i++) {
        cc.outputs().index(i).add(stamped(streams.get(i).get(b), options.getSetTimestamp(), b));
      }
    }
    cc.stop();
  }

  private static Packet stamped(Object element, SetTimestampMode mode, int index) {
    RetCheck.argument(
        element instanceof Packet, "A side packet of vectors_of_packets holds no packets.");
    Packet packet = (Packet) element;
    return switch (mode) {
      case VECTOR_INDEX -> packet.at(index);
      case PRE_STREAM -> packet.at(Timestamp.PRE_STREAM);
      case WHOLE_STREAM -> packet.at(Timestamp.POST_STREAM);
      case NONE -> packet;
    };
  }
}
