package dev.easel.framework.graph;

import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The side packets that nodes make in one run.
 *
 * <p><b>Threads:</b> any.
 */
final class RunSidePackets {
  private static final AtomicReferenceArray<Packet> NONE = new AtomicReferenceArray<>(0);

  private final GraphRun run;
  private final AtomicReferenceArray<Packet> values;
  private final ConstantNodes constants;

  RunSidePackets(GraphRun run, GraphPlan plan, ConstantNodes constants) {
    this.run = run;
    this.constants = constants;
    int count = plan.sidePackets().size();
    values = count == 0 ? NONE : new AtomicReferenceArray<>(count);
  }

  GraphRun run() {
    return run;
  }

  /** Keeps a value and tells the nodes that wait for it; false if there was one. */
  boolean set(int number, Packet packet) {
    if (!values.compareAndSet(number, null, packet)) {
      return false;
    }
    run.sidePacketSet(number, packet);
    return true;
  }

  Optional<Packet> value(int number) {
    return Optional.ofNullable(values.get(number));
  }

  /** Sets again what a node without streams made in the run before, if its inputs are the same. */
  boolean repeat(NodePlan node, Ports<Packet> inputs) {
    List<Object> own = new ArrayList<>();
    for (int id = 0; id < inputs.size(); id++) {
      own.add(inputs.index(id).value());
    }
    Optional<List<Packet>> made = constants.made(node.id(), own);
    made.ifPresent(
        packets -> {
          for (int i = 0; i < packets.size(); i++) {
            if (!packets.get(i).isEmpty()) {
              set(node.firstSideOutput() + i, packets.get(i));
            }
          }
        });
    return made.isPresent();
  }

  /** Keeps what nodes without streams made for the run after this. */
  void remember(Node node) {
    NodeSidePackets sides = node.sides();
    if (sides == null) {
      return;
    }
    NodePlan of = node.plan();
    if (of.inputs().size() == 0 && of.outputs().size() == 0 && node.isOpened()) {
      List<Object> inputs = new ArrayList<>();
      for (int id = 0; id < sides.inputs().size(); id++) {
        inputs.add(sides.inputs().index(id).value());
      }
      List<Packet> made = new ArrayList<>();
      for (int id = 0; id < of.outputSidePackets().size(); id++) {
        Packet packet = values.get(of.firstSideOutput() + id);
        made.add(packet == null ? Packet.empty() : packet);
      }
      constants.keep(of.id(), inputs, made);
    }
  }
}
