package dev.easel.framework.core.choice;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.core.port.Headers;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.SwitchContainerOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Sends each packet to the channel in force at its timestamp. Part of a {@link SwitchContainer}.
 *
 * <ul>
 *   <li>Input streams: any tags (any types); {@code SELECT} (Integer) or {@code ENABLE} (Boolean,
 *       channel 1 or 0), optional.
 *   <li>Output streams: {@code C0__TAG}, {@code C1__TAG}… for each {@code TAG}.
 *   <li>Input and output side packets: the same; {@code SELECT} or {@code ENABLE} for the whole
 *       run.
 *   <li>Options: {@code SwitchContainerOptions}: {@code select}, {@code enable}, {@code
 *       synchronize_io} (waits for all inputs instead of running for each at once).
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "SwitchDemuxCalculator"
 *   input_stream: "SELECT:which"
 *   input_stream: "FRAME:frames"
 *   output_stream: "C0__FRAME:frames_for_first"
 *   output_stream: "C1__FRAME:frames_for_second"
 * }
 * }</pre>
 */
final class SwitchDemuxCalculator extends Calculator {
  private final ChannelHistory history = new ChannelHistory();
  private final List<Deque<Packet>> queues = new ArrayList<>();

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Routes packets to the channel that is selected.");
    ChannelHistory.declare(cc);
    declare(cc.inputs(), cc.outputs());
    declare(cc.inputSidePackets(), cc.outputSidePackets());
    if (!cc.options(SwitchContainerOptions.class).getSynchronizeIo()) {
      cc.setInputStreamHandler("ImmediateInputStreamHandler");
    }
    cc.setProcessTimestampBounds(true);
  }

  private static void declare(Ports<PortType> from, Ports<PortType> to) {
    Set<String> tags = Channels.tags(to.tagMap());
    for (TagMap.Entry entry : from.tagMap().entries()) {
      if (tags.contains(entry.tag())) {
        PortType type = from.get(entry.tag(), entry.index()).setAny();
        Channels.ids(to.tagMap(), entry).forEach(id -> to.index(id).setSameAs(type));
      }
    }
  }

  @Override
  public void open(CalculatorContext cc) {
    history.open(cc);
    for (int id = 0; id < cc.inputs().size(); id++) {
      queues.add(new ArrayDeque<>());
      InputPort input = cc.inputs().index(id);
      Channels.ids(cc.outputs().tagMap(), cc.inputs().tagMap().entry(id))
          .forEach(output -> Headers.copy(input, cc.outputs().index(output)));
    }
    Ports<OutputSidePacket> made = cc.outputSidePackets();
    for (int id = 0; id < cc.inputSidePackets().size(); id++) {
      Packet packet = cc.inputSidePackets().index(id);
      Channels.ids(made.tagMap(), cc.inputSidePackets().tagMap().entry(id))
          .forEach(output -> made.index(output).set(packet));
    }
  }

  @Override
  public void process(CalculatorContext cc) {
    for (int id = 0; id < queues.size(); id++) {
      Packet packet = cc.inputs().index(id).packet();
      if (!isControl(cc, id) && packet.timestamp() == cc.inputTimestamp()) {
        queues.get(id).addLast(packet);
      }
    }
    history.record(cc);
    long settled = ChannelHistory.settled(cc);
    for (int id = 0; id < queues.size(); id++) {
      Deque<Packet> queue = queues.get(id);
      while (!queue.isEmpty() && queue.getFirst().timestamp() <= settled) {
        send(cc, id, queue.removeFirst());
      }
    }
    // MediaPipe forgets as early too: what comes late for an earlier channel is dropped.
    history.forgetAllButNewest();
  }

  private static boolean isControl(CalculatorContext cc, int id) {
    return ChannelHistory.isControl(cc.inputs().tagMap().entry(id).tag());
  }

  private void send(CalculatorContext cc, int id, Packet packet) {
    int channel = history.at(packet.timestamp());
    TagMap.Entry entry = cc.inputs().tagMap().entry(id);
    String tag = Channels.tag(entry.tag(), channel);
    if (cc.outputs().has(tag, entry.index())) {
      cc.outputs().get(tag, entry.index()).add(packet);
    }
  }
}
