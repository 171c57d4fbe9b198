package dev.easel.framework.trace;

import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphTrace;
import dev.easel.framework.proto.GraphTrace.CalculatorTrace;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.framework.proto.GraphTrace.StreamTrace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes {@link GraphTrace}s of events; times and timestamps are relative to the first ones. */
final class TraceBuilder {
  private static final int MOST_DATA = 1 << 16;

  private final Map<String, Integer> streams = new LinkedHashMap<>();
  private final Numbers<Integer> data = new Numbers<>(1, MOST_DATA);
  private long baseTime = Long.MAX_VALUE;
  private long baseTimestamp = Long.MAX_VALUE;

  private record Task(int node, long inputTimestamp, EventType type) {}

  private record Hop(String stream, long packetTimestamp, EventType type) {}

  TraceBuilder() {
    // Number 0 stands for no stream.
    streams.put("", 0);
  }

  /** One entry per call; packets that came in carry when they were sent. */
  GraphTrace trace(List<TraceEvent> events) {
    setBase(events);
    Map<Hop, TraceEvent> sent = new HashMap<>();
    Map<Task, List<TraceEvent>> tasks = new LinkedHashMap<>();
    for (TraceEvent event : events) {
      if (event.isFinish()) {
        sent.put(new Hop(event.stream(), event.packetTimestamp(), event.type()), event);
      }
      tasks
          .computeIfAbsent(
              new Task(event.node(), event.inputTimestamp(), event.type()), t -> new ArrayList<>())
          .add(event);
    }
    GraphTrace.Builder result = begin();
    tasks.values().forEach(task -> result.addCalculatorTrace(call(task, sent)));
    return result.addAllStreamName(streams.keySet()).build();
  }

  /** One entry per event. */
  GraphTrace log(List<TraceEvent> events) {
    setBase(events);
    GraphTrace.Builder result = begin();
    for (TraceEvent event : events) {
      CalculatorTrace.Builder entry = entry(event);
      if (event.isFinish()) {
        entry.setFinishTime(time(event)).addOutputTrace(stream(event));
      } else {
        entry.setStartTime(time(event)).addInputTrace(stream(event));
      }
      result.addCalculatorTrace(entry);
    }
    return result.addAllStreamName(streams.keySet()).build();
  }

  private GraphTrace.Builder begin() {
    return GraphTrace.newBuilder().setBaseTime(baseTime).setBaseTimestamp(baseTimestamp);
  }

  private void setBase(List<TraceEvent> events) {
    if (baseTime == Long.MAX_VALUE) {
      for (TraceEvent event : events) {
        for (long t : new long[] {event.inputTimestamp(), event.packetTimestamp()}) {
          if (t > Timestamp.MIN && t < Timestamp.MAX) {
            baseTimestamp = Math.min(baseTimestamp, t);
          }
        }
        baseTime = Math.min(baseTime, event.time());
      }
      baseTime = events.isEmpty() ? 0 : baseTime;
      baseTimestamp = baseTimestamp == Long.MAX_VALUE ? 0 : baseTimestamp;
    }
  }

  private CalculatorTrace call(List<TraceEvent> task, Map<Hop, TraceEvent> sent) {
    CalculatorTrace.Builder result = entry(task.get(0));
    for (TraceEvent event : task) {
      StreamTrace.Builder stream = stream(event);
      if (event.isFinish()) {
        result.setFinishTime(earlier(result.hasFinishTime(), result.getFinishTime(), event));
        result.addOutputTrace(stream);
      } else {
        result.setStartTime(earlier(result.hasStartTime(), result.getStartTime(), event));
        stream.setFinishTime(time(event));
        TraceEvent from = sent.get(new Hop(event.stream(), event.packetTimestamp(), event.type()));
        if (from != null) {
          stream.setStartTime(time(from));
        }
        result.addInputTrace(stream);
      }
    }
    return result.build();
  }

  private long earlier(boolean known, long before, TraceEvent event) {
    return known ? Math.min(before, time(event)) : time(event);
  }

  private CalculatorTrace.Builder entry(TraceEvent event) {
    CalculatorTrace.Builder result =
        CalculatorTrace.newBuilder()
            .setNodeId(event.node())
            .setEventType(event.type())
            .setThreadId(event.thread());
    if (event.inputTimestamp() != Timestamp.UNSET) {
      result.setInputTimestamp(event.inputTimestamp() - baseTimestamp);
    }
    return result;
  }

  private StreamTrace.Builder stream(TraceEvent event) {
    int newStream = streams.size();
    return StreamTrace.newBuilder()
        .setStreamId(streams.computeIfAbsent(event.stream(), s -> newStream))
        .setPacketTimestamp(event.packetTimestamp() - baseTimestamp)
        .setEventData(event.data() == 0 ? 0 : data.of(event.data()));
  }

  private long time(TraceEvent event) {
    return event.time() - baseTime;
  }
}
