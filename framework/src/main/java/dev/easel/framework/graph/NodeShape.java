package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.plan.NodePlan;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node's plan says that every run asks for, looked up once: a run is made in less than a
 * microsecond, of which lists, boxes and optionals would be a large part.
 *
 * <p><b>Threads:</b> immutable.
 */
final class NodeShape {
  final NodePlan plan;

  final int id;

  final Supplier<? extends Calculator> maker;

  /** The number of the node's lane. */
  final int lane;

  /** What each input checks itself; null where that is nothing. */
  final @Nullable PacketCheck[] inputChecks;

  final int inputs;
  final int outputs;
  final int firstOutput;

  /** How many inputs have to know their header before the node opens. */
  final int headers;

  final boolean hasOffset;
  final long offset;

  /** Whether the default rule decides when the node runs. */
  final boolean byDefault;

  /** Whether it does and looks at one input alone. */
  final boolean byOneInput;

  final boolean inParallel;
  final boolean isSource;

  /** Whether the node has to do with side packets, or is made of nothing else. */
  final boolean hasSides;

  NodeShape(NodePlan plan, int lane) {
    this.plan = plan;
    this.lane = lane;
    id = plan.id();
    maker = plan.maker();
    inputs = plan.inputs().size();
    outputs = plan.outputs().size();
    firstOutput = plan.firstOutput();
    inputChecks = new @Nullable PacketCheck[inputs];
    int forward = 0;
    for (int i = 0; i < inputs; i++) {
      inputChecks[i] = plan.inputChecks().get(i).orNull();
      forward += plan.backEdges().get(i) ? 0 : 1;
    }
    headers = forward;
    hasOffset = plan.timestampOffset().isPresent();
    offset = plan.timestampOffset().orElse(0);
    byDefault = plan.handler() == null && inputs > 0;
    byOneInput = byDefault && inputs == 1 && !plan.processTimestampBounds();
    inParallel = plan.maxInFlight() > 1;
    isSource = plan.isSource();
    boolean streams = inputs > 0 || outputs > 0;
    hasSides =
        !streams || plan.inputSidePackets().size() > 0 || plan.outputSidePackets().size() > 0;
  }
}
