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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Profiler and tracer of one graph, as its {@code profiler_config} asks for. A graph that asks for
 * neither has none in its runs.
 *
 * <p>Whoever captures takes what was recorded: each call is in one capture, and where several
 * capture, such as a log and a {@code GraphProfileCalculator}, each gets a part.
 *
 * <p><b>Threads:</b> any. Those that record wait for those that take, not for those that make a
 * trace of what they took; captures wait for each other.
 */
public final class GraphProfiler implements GraphProfiles {
  private static final int MOST_THREADS = 1 << 12;

  private final CalculatorGraphConfig graph;
  private final ProfilerConfig config;
  private final boolean profiles;
  private final boolean traces;
  private final List<NodeProfile> nodes = new ArrayList<>();
  private final ProducedPackets produced = new ProducedPackets();
  private final MicrosClock clock = new MicrosClock();
  private final TraceRing ring;

  /** Its lock is held by one capture at a time, and taken before this object's. */
  private final TraceBuilder builder = new TraceBuilder();

  private final Pattern filter;
  private final Set<EventType> disabled = EnumSet.noneOf(EventType.class);
  private final Numbers<Long> threads = new Numbers<>(0, MOST_THREADS);
  private final long[] lastStart;
  private final long[] lastEnd;

  /** What a capture takes under the lock of those that record. */
  private record Taken(List<TraceEvent> events, List<CalculatorProfile> profiles) {}

  /** A profiler of a graph that records what the graph's config asks for. */
  public GraphProfiler(GraphPlan plan) {
    graph = plan.config();
    config = graph.getProfilerConfig();
    profiles = config.getEnableProfiler();
    traces = config.getTraceEnabled();
    ring = new TraceRing(config.getTraceLogCapacity());
    filter = filter(config.getCalculatorFilter());
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

  /** A node was called; told on the thread where the call ended. */
  public synchronized void called(NodeCall call) {
    if (call.type() == EventType.PROCESS) {
      lastStart[call.node()] = call.start();
      lastEnd[call.node()] = call.end();
    }
    if (profiles) {
      nodes.get(call.node()).add(call, produced);
    }
    if (traces && !disabled.contains(call.type())) {
      int thread = threads.of(Thread.currentThread().getId());
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

  private static long firstOutput(NodeCall call) {
    return call.outputs().isEmpty() ? Timestamp.UNSET : call.outputs().get(0).packet().timestamp();
  }

  private static TraceEvent event(
      NodeCall call, int thread, NodeCall.OnStream at, long inputTimestamp, boolean isFinish) {
    return new TraceEvent(
        call.type(),
        isFinish ? call.end() : call.start(),
        call.end(),
        isFinish,
        call.node(),
        thread,
        inputTimestamp,
        at.stream(),
        at.packet().timestamp(),
        System.identityHashCode(at.packet().value()));
  }

  /** The application adds a packet. */
  public synchronized void added(String stream, Packet packet) {
    long t = packet.timestamp();
    long now = now();
    if (profiles && config.getEnableStreamLatency() && Timestamp.isRangeValue(t)) {
      long made = config.getUsePacketTimestampForAddedPacket() ? t : now;
      produced.add(stream, t, made, made);
    }
    if (traces && !disabled.contains(EventType.PROCESS) && !packet.isEmpty()) {
      int thread = threads.of(Thread.currentThread().getId());
      ring.add(
          new TraceEvent(
              EventType.PROCESS,
              now,
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
    return nodes.stream().map(node -> node.toProto(false)).toList();
  }

  /**
   * The times of one call.
   *
   * @param start when it began, microseconds since 1970; 0 if there was none
   * @param finish when it returned
   */
  public record Times(long start, long finish) {}

  /** The times of the node's last {@code process}, both of the same call. */
  public synchronized Times lastProcess(int node) {
    return new Times(lastStart[node], lastEnd[node]);
  }

  @Override
  public GraphProfile capture(boolean withConfig) {
    synchronized (builder) {
      return profile(take(now() - config.getTraceLogMarginUsec()), withConfig);
    }
  }

  /** Whether anything was traced that nobody has taken. */
  synchronized boolean hasTraced() {
    return !ring.isEmpty();
  }

  /**
   * What a log is to write. If nothing was traced there is nothing to write, and what was counted
   * is left for the next capture.
   *
   * @param rest whether the margin does not matter, since no call follows
   */
  Optional<GraphProfile> captureTraced(boolean withConfig, boolean rest) {
    synchronized (builder) {
      return takeTraced(rest ? Long.MAX_VALUE : now() - config.getTraceLogMarginUsec())
          .map(taken -> profile(taken, withConfig));
    }
  }

  private synchronized Taken take(long until) {
    return new Taken(ring.take(until), takeProfiles());
  }

  private synchronized Optional<Taken> takeTraced(long until) {
    List<TraceEvent> events = ring.take(until);
    return events.isEmpty() ? Optional.empty() : Optional.of(new Taken(events, takeProfiles()));
  }

  private List<CalculatorProfile> takeProfiles() {
    List<CalculatorProfile> taken = new ArrayList<>();
    for (NodeProfile node : nodes) {
      if (filter.matcher(node.name()).matches()) {
        taken.add(node.toProto(true));
      }
      node.reset();
    }
    return taken;
  }

  private GraphProfile profile(Taken taken, boolean withConfig) {
    GraphProfile.Builder result =
        GraphProfile.newBuilder().addAllCalculatorProfiles(taken.profiles);
    if (traces) {
      GraphTrace trace =
          config.getTraceLogInstantEvents()
              ? builder.log(taken.events)
              : builder.trace(taken.events);
      result.addGraphTrace(withConfig ? named(trace) : trace);
    }
    return withConfig ? result.setConfig(namedConfig()).build() : result.build();
  }

  private static Pattern filter(String regex) {
    try {
      return Pattern.compile(regex.isEmpty() ? ".*" : regex);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(Pattern.quote(regex));
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
