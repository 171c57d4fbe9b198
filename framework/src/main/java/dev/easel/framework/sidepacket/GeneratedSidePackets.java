package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.OutputSidePacket;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.plan.GeneratorPlan;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The side packets that a graph was made with, those of a run, and those that the graph's packet
 * generators make of them: once, where the first are enough, else for each run.
 *
 * <p><b>Threads:</b> immutable; generators are called by the thread that asks.
 */
public final class GeneratedSidePackets {
  private final GraphPlan plan;
  private final List<GeneratorPlan> generators;
  private final Map<String, Packet> once;

  /** Runs the generators that need no more than {@code first}; what one throws comes out. */
  public GeneratedSidePackets(GraphPlan plan, Map<String, Packet> first) {
    this.plan = plan;
    generators = plan.generators();
    SidePacketCheck.notMade(plan, first);
    once = generators.isEmpty() ? Map.copyOf(first) : Map.copyOf(run(first));
  }

  /** What is there before any run. */
  public Map<String, Packet> atFirst() {
    return once;
  }

  /** Everything that a run has before its nodes are opened. */
  public Map<String, Packet> with(Map<String, Packet> given) {
    Map<String, Packet> all = given;
    if (!once.isEmpty()) {
      all = new HashMap<>(once);
      for (Map.Entry<String, Packet> each : given.entrySet()) {
        if (all.putIfAbsent(each.getKey(), each.getValue()) != null) {
          throw new StatusException(
              StatusCode.ALREADY_EXISTS,
              "Side packet \"" + each.getKey() + "\" was defined twice.");
        }
      }
    }
    SidePacketCheck.notMade(plan, given);
    SidePacketCheck.enough(plan, all);
    return generators.isEmpty() ? all : run(all);
  }

  private Map<String, Packet> run(Map<String, Packet> known) {
    Map<String, Packet> all = new HashMap<>(known);
    for (GeneratorPlan each : generators) {
      boolean isDone = each.outputs().entries().stream().allMatch(e -> all.containsKey(e.name()));
      boolean isPossible =
          each.inputs().entries().stream().allMatch(e -> all.containsKey(e.name()));
      if (!isDone && isPossible) {
        generate(each, all);
      }
    }
    return all;
  }

  private static void generate(GeneratorPlan by, Map<String, Packet> all) {
    Packet[] inputs = new Packet[by.inputs().size()];
    for (int id = 0; id < inputs.length; id++) {
      inputs[id] = all.getOrDefault(by.inputs().name(id), Packet.empty());
    }
    Output[] outputs = new Output[by.outputs().size()];
    for (int id = 0; id < outputs.length; id++) {
      outputs[id] = new Output(by.outputs().name(id), by.outputChecks().get(id));
    }
    try {
      by.maker()
          .get()
          .generate(by.options(), new Ports<>(by.inputs(), inputs), ports(by.outputs(), outputs));
    } catch (Exception e) {
      throw RunErrors.thrown(by.name() + "::Generate() failed. ", e);
    }
    for (Output output : outputs) {
      Packet packet = output.packet;
      if (packet == null) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "%s::Generate() output packets were of incorrect type: side packet \"%s\" was not set."
                .formatted(by.name(), output.name));
      }
      all.put(output.name, packet);
    }
  }

  private static Ports<OutputSidePacket> ports(TagMap tags, Output[] outputs) {
    return new Ports<>(tags, outputs);
  }

  private static final class Output implements OutputSidePacket {
    private final String name;
    private final PacketCheck check;
    private @Nullable Packet packet;

    Output(String name, PacketCheck check) {
      this.name = name;
      this.check = check;
    }

    @Override
    public void set(Packet value) {
      if (value.isEmpty() || value.timestamp() != Timestamp.UNSET) {
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "Output side packet \"" + name + "\" is empty or has a timestamp.");
      }
      StatusException why = check.refusal(value);
      if (why != null) {
        throw why.prefixed("Output side packet \"" + name + "\" is of incorrect type: ");
      }
      if (packet != null) {
        throw new StatusException(
            StatusCode.ALREADY_EXISTS, "Output side packet \"" + name + "\" was already set.");
      }
      packet = value;
    }

    @Override
    public String name() {
      return name;
    }
  }
}
