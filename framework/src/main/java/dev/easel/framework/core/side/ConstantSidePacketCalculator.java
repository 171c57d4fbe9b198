package dev.easel.framework.core.side;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.ConstantSidePacketCalculatorOptions;
import dev.easel.framework.proto.ConstantSidePacketCalculatorOptions.ConstantSidePacket;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;

/**
 * Makes side packets of values that the graph's text gives.
 *
 * <ul>
 *   <li>Output side packets: {@code PACKET:0}, {@code PACKET:1}…: int as Integer, uint64 and int64
 *       as Long, float, double, bool and string as their Java types, vectors as List, the rest as
 *       protocol messages.
 *   <li>Options: {@code ConstantSidePacketCalculatorOptions}: one {@code packet} per output, in
 *       order.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "ConstantSidePacketCalculator"
 *   output_side_packet: "PACKET:threshold"
 *   options {
 *     [mediapipe.ConstantSidePacketCalculatorOptions.ext] { packet { float_value: 0.5 } }
 *   }
 * }
 * }</pre>
 */
final class ConstantSidePacketCalculator extends Calculator {
  private static final String PACKET = "PACKET";

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives values of the graph's text as side packets.");
    List<ConstantSidePacket> packets =
        cc.options(ConstantSidePacketCalculatorOptions.class).getPacketList();
    RetCheck.that(
        cc.outputSidePackets().count(PACKET) == packets.size(),
        "Number of output side packets has to be same as number of packets configured in"
            + " options.");
    for (int i = 0; i < packets.size(); i++) {
      declare(packets.get(i), cc.outputSidePackets().get(PACKET, i));
    }
  }

  private static void declare(ConstantSidePacket packet, PortType port) {
    switch (packet.getValueCase()) {
      case STRING_VECTOR_VALUE -> port.setListOf(String.class);
      case FLOAT_VECTOR_VALUE -> port.setListOf(Float.class);
      case INT_VECTOR_VALUE -> port.setListOf(Integer.class);
      default -> port.set(value(packet).getClass());
    }
  }

  private static Object value(ConstantSidePacket packet) {
    return switch (packet.getValueCase()) {
      case INT_VALUE -> packet.getIntValue();
      case UINT64_VALUE -> packet.getUint64Value();
      case INT64_VALUE -> packet.getInt64Value();
      case FLOAT_VALUE -> packet.getFloatValue();
      case DOUBLE_VALUE -> packet.getDoubleValue();
      case BOOL_VALUE -> packet.getBoolValue();
      case STRING_VALUE -> packet.getStringValue();
      case CLASSIFICATION_LIST_VALUE -> packet.getClassificationListValue();
      case LANDMARK_LIST_VALUE -> packet.getLandmarkListValue();
      case TIME_SERIES_HEADER_VALUE -> packet.getTimeSeriesHeaderValue();
      case MATRIX_DATA_VALUE -> packet.getMatrixDataValue();
      case STRING_VECTOR_VALUE -> List.copyOf(packet.getStringVectorValue().getStringValueList());
      case FLOAT_VECTOR_VALUE -> List.copyOf(packet.getFloatVectorValue().getFloatValueList());
      case INT_VECTOR_VALUE -> List.copyOf(packet.getIntVectorValue().getIntValueList());
      case VALUE_NOT_SET ->
          throw new StatusException(
              StatusCode.INVALID_ARGUMENT, "None of supported values were specified in options.");
    };
  }

  @Override
  public void open(CalculatorContext cc) {
    List<ConstantSidePacket> packets =
        cc.options(ConstantSidePacketCalculatorOptions.class).getPacketList();
    for (int i = 0; i < packets.size(); i++) {
      cc.outputSidePackets().get(PACKET, i).set(value(packets.get(i)));
    }
  }

  @Override
  public void process(CalculatorContext cc) {}
}
