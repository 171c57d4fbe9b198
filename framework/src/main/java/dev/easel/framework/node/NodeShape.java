package dev.easel.framework.node;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node's plan says that every run asks for, looked up once: a run is made in less than a
 * microsecond, of which lists, boxes and optionals would be a large part.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class NodeShape {
  final NodePlan plan;

  /** The number of the node. */
  public final int id;

  final Supplier<? extends Calculator> maker;

  /** The number of the node's lane. */
  public final int lane;

  /** How long the node's calls took in the runs of the graph so far. */
  final Pace pace = new Pace();

  /** What each input checks itself; null where that is nothing. */
  final @Nullable PacketCheck[] inputChecks;

  final int inputs;
  final int outputs;
  final int firstOutput;

  /** How many inputs have to know their header before the node opens. */
  public final int headers;

  final boolean hasOffset;
  final long offset;

  /** Whether the default rule decides when the node runs. */
  final boolean byDefault;

  /** Whether it does and looks at one input alone. */
  final boolean byOneInput;

  final boolean inParallel;

  /** Whether the node has no input streams. */
  public final boolean isSource;

  /** Whether the node has to do with side packets, or is made of nothing else. */
  public final boolean hasSides;

  /** The shape of a node whose lane has this number. */
  public NodeShape(NodePlan plan, int lane) {
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

  /** The handler of a node that the plain default rule does not run. */
  InputStreamHandler newHandler() {
    InputStreamHandlerFactory factory = plan.handler();
    if (factory == null) {
      throw new IllegalStateException("no handler for " + plan.name());
    }
    return factory.create(plan.handlerRequest());
  }
}
