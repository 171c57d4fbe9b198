package dev.easel.framework.trace;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.proto.ProfilerConfig;
import dev.easel.framework.service.GraphProfiles;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Profiler and tracer of one graph, as its {@code profiler_config} asks for. A graph that asks for
 * neither has none in its runs.
 *
 * <p><b>Threads:</b> any.
 */
public final class GraphProfiler implements GraphProfiles {
  private final CalculatorGraphConfig graph;
  private final ProfilerConfig config;
  private final boolean profiles;
  private final boolean traces;
  private final List<NodeProfile> nodes = new ArrayList<>();
  private final ProducedPackets produced = new ProducedPackets();
  private final MicrosClock clock = new MicrosClock();
  private final TraceRing ring;
  private final TraceBuilder builder = new TraceBuilder();
  private final Set<EventType> disabled = EnumSet.noneOf(EventType.class);
  private final Map<Long, Integer> threads = new HashMap<>();
  private final long[] lastStart;
  private final long[] lastEnd;
  private long captured = Long.MIN_VALUE;

  /** A profiler of a graph that records what the graph's config asks for. */
  public GraphProfiler(GraphPlan plan) {
    graph = plan.config();
    config = graph.getProfilerConfig();
    profiles = config.getEnableProfiler();
    traces = config.getTraceEnabled();
    ring = new TraceRing(config.getTraceLogCapacity());
    for (NodePlan node : plan.nodes()) {
      nodes.add(new NodeProfile(node, config));
    }
    for (int number : config.getTraceEventTypesDisabledList()) {
      EventType type = EventType.forNumber(number);
      if (type != null) {
        disabled.add(type);
      }
    }
    lastStart = new long[nodes.size()];
    lastEnd = new long[nodes.size()];
  }

  /** Whether the graph asks for anything to be recorded in its runs. */
  public static boolean isWanted(CalculatorGraphConfig graph) {
    return graph.getProfilerConfig().getEnableProfiler()
        || graph.getProfilerConfig().getTraceEnabled()
        || graph.getRuntimeInfo().getEnableGraphRuntimeInfo();
  }

  /** The time, microseconds since 1970. */
  public long now() {
    return clock.now();
  }

  /** Records a call of a node. */
  public synchronized void called(NodeCall call) {
    if (call.type() == EventType.PROCESS) {
      lastStart[call.node()] = call.start();
      lastEnd[call.node()] = call.end();
    }
    if (profiles) {
      nodes.get(call.node()).add(call, produced);
    }
    if (traces && !disabled.contains(call.type())) {
      int thread = threadNumber();
      for (NodeCall.OnStream input : call.inputs()) {
        ring.add(event(call, thread, input, call.inputTimestamp(), false));
      }
      long timestamp =
          nodes.get(call.node()).isSource() ? firstOutput(call) : call.inputTimestamp();
      for (NodeCall.OnStream output : call.outputs()) {
        ring.add(event(call, thread, output, timestamp, true));
      }
    }
  }

  private int threadNumber() {
    int next = threads.size();
    return threads.computeIfAbsent(Thread.currentThread().getId(), id -> next);
  }

  private static long firstOutput(NodeCall call) {
    return call.outputs().isEmpty() ? Timestamp.UNSET : call.outputs().get(0).packet().timestamp();
  }

  private static TraceEvent event(
      NodeCall call, int thread, NodeCall.OnStream at, long inputTimestamp, boolean isFinish) {
    return new TraceEvent(
        call.type(),
        isFinish ? call.end() : call.start(),
        isFinish,
        call.node(),
        thread,
        inputTimestamp,
        at.stream(),
        at.packet().timestamp(),
        System.identityHashCode(at.packet().value()));
  }

  /** Records a packet that the application adds. */
  public synchronized void added(String stream, Packet packet) {
    long t = packet.timestamp();
    long now = now();
    if (profiles && config.getEnableStreamLatency() && Timestamp.isRangeValue(t)) {
      long made = config.getUsePacketTimestampForAddedPacket() ? t : now;
      produced.add(stream, t, made, made);
    }
    if (traces && !disabled.contains(EventType.PROCESS) && !packet.isEmpty()) {
      int thread = threadNumber();
      ring.add(
          new TraceEvent(
              EventType.PROCESS,
              now,
              true,
              -1,
              thread,
              t,
              stream,
              t,
              System.identityHashCode(packet.value())));
    }
  }

  /** How long calls took since the last capture, one profile per node, in order. */
  public synchronized List<CalculatorProfile> calculatorProfiles() {
    return nodes.stream().map(NodeProfile::toProto).toList();
  }

  /** When the node's last {@code process} began, microseconds since 1970; 0 if none has. */
  public synchronized long lastProcessStart(int node) {
    return lastStart[node];
  }

  /** When the node's last {@code process} returned, microseconds since 1970; 0 if none has. */
  public synchronized long lastProcessFinish(int node) {
    return lastEnd[node];
  }

  @Override
  public synchronized GraphProfile capture(boolean withConfig) {
    GraphProfile.Builder result = GraphProfile.newBuilder();
    long end = now() - config.getTraceLogMarginUsec();
    if (traces) {
      List<TraceEvent> events = ring.between(captured, end);
      GraphTrace trace =
          config.getTraceLogInstantEvents() ? builder.log(events) : builder.trace(events);
      result.addGraphTrace(withConfig ? named(trace) : trace);
    }
    captured = end;
    Pattern filter = filter();
    for (NodeProfile node : nodes) {
      if (filter.matcher(node.name()).matches()) {
        result.addCalculatorProfiles(node.toProto());
      }
      node.reset();
    }
    return withConfig ? result.setConfig(namedConfig()).build() : result.build();
  }

  private Pattern filter() {
    try {
      return Pattern.compile(
          config.getCalculatorFilter().isEmpty() ? ".*" : config.getCalculatorFilter());
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(config.getCalculatorFilter()));
    }
  }

  private GraphTrace named(GraphTrace trace) {
    return trace.toBuilder()
        .addAllCalculatorName(nodes.stream().map(NodeProfile::name).toList())
        .build();
  }

  private CalculatorGraphConfig namedConfig() {
    CalculatorGraphConfig.Builder named = graph.toBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      named.getNodeBuilder(i).setName(nodes.get(i).name());
    }
    return named.build();
  }
}
