package dev.easel.cli.graph;

import dev.easel.framework.live.NodeTally;
import dev.easel.framework.live.TimeCounts;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorProfile;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.proto.GraphTrace.CalculatorTrace;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.proto.GraphTrace.StreamTrace;
import dev.easel.framework.proto.TimeHistogram;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What trace files tell of each node: MediaPipe's {@code GraphProfile}s, as it and Easel write
 * them. The calls of the trace count; for a node without any, its histogram does.
 */
final class TraceFile {
  private static final long NANOS_OF_MICRO = 1000;

  private final Map<Integer, NodeTally> tallies = new TreeMap<>();
  private final Map<Integer, String> names = new TreeMap<>();
  private final Map<String, String> calculators = new HashMap<>();
  private final Map<String, TimeCounts> histograms = new HashMap<>();

  /**
   * Calls of which the beginning was read and not the end: with {@code trace_log_instant_events}
   * each packet that goes in or out has an entry of its own.
   */
  private final Map<Task, Begun> open = new HashMap<>();

  /** When packets were sent. */
  private final Map<Hop, Long> sent = new HashMap<>();

  private record Task(int node, long timestamp) {}

  private record Hop(int stream, long timestamp) {}

  /**
   * The beginning of a call.
   *
   * @param ready when the last of its packets was sent; the lowest number if nothing says so
   */
  private record Begun(long start, long ready) {
    private Begun with(Begun other) {
      return new Begun(Math.min(start, other.start), Math.max(ready, other.ready));
    }
  }

  /**
   * One node.
   *
   * @param calls how long its calls took
   * @param waits how long they waited since the last of their packets was sent
   */
  record Node(String name, String calculator, TimeCounts calls, TimeCounts waits) {}

  /** Reads files that belong together. */
  static List<Node> read(List<Path> files) {
    TraceFile all = new TraceFile();
    for (Path file : files) {
      all.add(parsed(file));
    }
    return all.nodes();
  }

  private static GraphProfile parsed(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + file + ": " + e, e);
    }
    try {
      return GraphProfile.parseFrom(bytes);
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          file + " is no trace: it should be a GraphProfile of MediaPipe as a binary protobuf",
          e);
    }
  }

  private void add(GraphProfile profile) {
    CalculatorGraphConfig config = profile.getConfig();
    for (int i = 0; i < config.getNodeCount(); i++) {
      CalculatorGraphConfig.Node node = config.getNode(i);
      String name = node.getName().isEmpty() ? node.getCalculator() : node.getName();
      names.put(i, name);
      calculators.put(name, node.getCalculator());
    }
    for (GraphTrace trace : profile.getGraphTraceList()) {
      for (int i = 0; i < trace.getCalculatorNameCount(); i++) {
        names.putIfAbsent(i, trace.getCalculatorName(i));
      }
      trace.getCalculatorTraceList().forEach(this::add);
    }
    for (CalculatorProfile each : profile.getCalculatorProfilesList()) {
      histograms.merge(each.getName(), counts(each.getProcessRuntime()), TraceFile::sum);
    }
  }

  private void add(CalculatorTrace call) {
    if (call.getEventType() != EventType.PROCESS) {
      return;
    }
    for (StreamTrace output : call.getOutputTraceList()) {
      sent.put(new Hop(output.getStreamId(), output.getPacketTimestamp()), call.getFinishTime());
    }
    if (call.getNodeId() < 0) {
      return;
    }
    Task task = new Task(call.getNodeId(), call.getInputTimestamp());
    if (call.hasStartTime() && call.hasFinishTime()) {
      count(call.getNodeId(), begun(call), call.getFinishTime());
    } else if (call.hasStartTime()) {
      open.merge(task, begun(call), Begun::with);
    } else if (call.hasFinishTime() && open.containsKey(task)) {
      count(call.getNodeId(), open.remove(task), call.getFinishTime());
    }
  }

  private Begun begun(CalculatorTrace call) {
    long ready = Long.MIN_VALUE;
    for (StreamTrace input : call.getInputTraceList()) {
      Hop hop = new Hop(input.getStreamId(), input.getPacketTimestamp());
      long when =
          input.hasStartTime() ? input.getStartTime() : sent.getOrDefault(hop, Long.MIN_VALUE);
      ready = Math.max(ready, when);
    }
    return new Begun(call.getStartTime(), ready);
  }

  private void count(int node, Begun begun, long finish) {
    long wait = begun.ready == Long.MIN_VALUE ? 0 : Math.max(0, begun.start - begun.ready);
    NodeTally tally = tallies.computeIfAbsent(node, id -> new NodeTally());
    tally.begins(wait * NANOS_OF_MICRO);
    tally.ends(Math.max(0, finish - begun.start) * NANOS_OF_MICRO, false);
  }

  private static TimeCounts counts(TimeHistogram histogram) {
    List<TimeCounts.TimeClass> classes = new ArrayList<>();
    long count = 0;
    for (int i = 0; i < histogram.getCountCount(); i++) {
      if (histogram.getCount(i) > 0) {
        count += histogram.getCount(i);
        classes.add(
            new TimeCounts.TimeClass(
                (i + 1) * histogram.getIntervalSizeUsec() * NANOS_OF_MICRO, histogram.getCount(i)));
      }
    }
    return new TimeCounts(count, histogram.getTotal() * NANOS_OF_MICRO, classes);
  }

  private static TimeCounts sum(TimeCounts one, TimeCounts other) {
    Map<Long, Long> classes = new TreeMap<>();
    one.classes().forEach(each -> classes.merge(each.endNanos(), each.count(), Long::sum));
    other.classes().forEach(each -> classes.merge(each.endNanos(), each.count(), Long::sum));
    return new TimeCounts(
        one.count() + other.count(),
        one.sumNanos() + other.sumNanos(),
        classes.entrySet().stream()
            .map(e -> new TimeCounts.TimeClass(e.getKey(), e.getValue()))
            .toList());
  }

  private List<Node> nodes() {
    TimeCounts none = new TimeCounts(0, 0, List.of());
    tallies.keySet().forEach(id -> names.putIfAbsent(id, "node " + id));
    List<Node> nodes = new ArrayList<>();
    for (Map.Entry<Integer, String> each : names.entrySet()) {
      String name = each.getValue();
      String calculator = calculators.getOrDefault(name, "");
      NodeTally tally = tallies.get(each.getKey());
      nodes.add(
          tally == null
              ? new Node(name, calculator, histograms.getOrDefault(name, none), none)
              : new Node(name, calculator, tally.calls(), tally.waits()));
    }
    if (names.isEmpty()) {
      histograms.forEach((name, counts) -> nodes.add(new Node(name, "", counts, none)));
    }
    return nodes;
  }
}
