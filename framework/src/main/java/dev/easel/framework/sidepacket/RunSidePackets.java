package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The side packets that nodes make in one run.
 *
 * <p><b>Threads:</b> any.
 */
public final class RunSidePackets {
  private static final AtomicReferenceArray<Packet> NONE = new AtomicReferenceArray<>(0);

  private final Listener run;
  private final AtomicReferenceArray<Packet> values;
  private final ConstantNodes constants;

  /** Who is told of side packets as they are made, on the thread that makes them. */
  public interface Listener {
    /** One was made. */
    void sidePacketSet(int number, Packet packet);

    /** One was refused. */
    void fail(StatusException why);
  }

  /** None is made yet. */
  public RunSidePackets(Listener run, GraphPlan plan, ConstantNodes constants) {
    this.run = run;
    this.constants = constants;
    int count = plan.sidePackets().size();
    values = count == 0 ? NONE : new AtomicReferenceArray<>(count);
  }

  void fail(StatusException why) {
    run.fail(why);
  }

  /** Keeps a value and tells the nodes that wait for it; false if there was one. */
  boolean set(int number, Packet packet) {
    if (!values.compareAndSet(number, null, packet)) {
      return false;
    }
    run.sidePacketSet(number, packet);
    return true;
  }

  /** What was made under a number. */
  public Optional<Packet> value(int number) {
    return Optional.ofNullable(values.get(number));
  }

  /** Sets again what a node without streams made in the run before, if its inputs are the same. */
  boolean repeat(NodePlan node, Ports<Packet> inputs) {
    Optional<List<Packet>> made = constants.made(node.id(), objects(inputs));
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

  /** Keeps what a node without streams made for the run after this. */
  void remember(NodePlan node, Ports<Packet> inputs) {
    List<Packet> made = new ArrayList<>();
    for (int id = 0; id < node.outputSidePackets().size(); id++) {
      Packet packet = values.get(node.firstSideOutput() + id);
      made.add(packet == null ? Packet.empty() : packet);
    }
    constants.keep(node.id(), objects(inputs), made);
  }

  private static List<Object> objects(Ports<Packet> inputs) {
    List<Object> own = new ArrayList<>();
    for (int id = 0; id < inputs.size(); id++) {
      own.add(inputs.index(id).value());
    }
    return own;
  }
}
