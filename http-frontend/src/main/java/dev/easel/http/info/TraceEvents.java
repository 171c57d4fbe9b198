package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.framework.calls.RunTrace;
import dev.easel.framework.calls.RunTrace.Call;
import dev.easel.framework.calls.RunTrace.Hop;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.GraphTrace.EventType;
import dev.easel.http.trace.KeptTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A trace in Chrome's format of trace events, which Perfetto opens: one group of rows per node, one
 * per thread, and an arrow for each packet from the call that sent it to each that took it.
 */
final class TraceEvents {
  private static final int NODES = 1;
  private static final int THREADS = 2;

  /** How many rows a node or thread has for calls that overlap, such as those that wait. */
  private static final int LANES = 16;

  /** Times are whole microseconds; a call that took less is shown as half of one. */
  private static final double LEAST = 0.5;

  private final JsonGenerator out;
  private final KeptTrace kept;
  private final RunTrace trace;
  private final long begin;

  /** The calls with the rows that they stand in. */
  private final List<Placed> placed = new ArrayList<>();

  private record Placed(Call call, int nodeRow, int threadRow, double length) {}

  TraceEvents(JsonGenerator out, KeptTrace kept) {
    this.out = out;
    this.kept = kept;
    trace = kept.trace();
    List<Call> calls = new ArrayList<>(trace.calls());
    calls.sort(Comparator.comparingLong(Call::start));
    begin = calls.isEmpty() ? 0 : calls.get(0).start();
    Map<String, Integer> threads = new LinkedHashMap<>();
    Map<Integer, Double> ends = new HashMap<>();
    for (Call call : calls) {
      int thread = threads.computeIfAbsent(call.thread(), t -> -LANES * (threads.size() + 1));
      double length = Math.max((double) (call.end() - call.start()), LEAST);
      placed.add(
          new Placed(
              call,
              free(ends, LANES * (call.node() + 1), call.start(), length),
              -free(ends, thread - LANES + 1, call.start(), length),
              length));
    }
  }

  /** The first row from one on that is free at a time. */
  private static int free(Map<Integer, Double> ends, int first, long start, double length) {
    int row = first;
    while (row < first + LANES - 1 && ends.getOrDefault(row, 0.0) > start) {
      row++;
    }
    ends.put(row, start + length);
    return row;
  }

  void write() throws IOException {
    out.writeStartObject();
    out.writeStringField("displayTimeUnit", "ms");
    out.writeObjectFieldStart("otherData");
    out.writeStringField("trace", kept.id());
    out.writeStringField("request", kept.request());
    out.writeStringField("servable", kept.servable());
    out.writeNumberField("begin_unix_us", begin);
    out.writeNumberField("calls_left_out", trace.leftOut());
    out.writeEndObject();
    out.writeArrayFieldStart("traceEvents");
    name("process_name", NODES, 0, "nodes of " + kept.servable());
    name("process_name", THREADS, 0, "threads");
    Map<Integer, String> nodeRows = new LinkedHashMap<>();
    Map<Integer, String> threadRows = new LinkedHashMap<>();
    for (Placed each : placed) {
      nodeRows.putIfAbsent(each.nodeRow, node(each.call));
      threadRows.putIfAbsent(each.threadRow, each.call.thread());
    }
    for (Map.Entry<Integer, String> row : nodeRows.entrySet()) {
      row(NODES, row.getKey(), row.getValue());
    }
    for (Map.Entry<Integer, String> row : threadRows.entrySet()) {
      row(THREADS, row.getKey(), row.getValue());
    }
    for (Placed each : placed) {
      slice(NODES, each.nodeRow, what(each.call), each);
      slice(THREADS, each.threadRow, node(each.call), each);
    }
    arrows();
    out.writeEndArray();
    out.writeEndObject();
  }

  private String node(Call call) {
    return call.node() < 0 ? "graph inputs" : trace.nodes().get(call.node()).name();
  }

  private String what(Call call) {
    if (call.node() < 0) {
      return call.outputs().get(0).stream();
    }
    String calculator = trace.nodes().get(call.node()).calculator();
    return call.type() == EventType.PROCESS
        ? calculator
        : call.type().name().toLowerCase(Locale.ROOT) + " " + calculator;
  }

  private void name(String what, int process, int row, String text) throws IOException {
    out.writeStartObject();
    out.writeStringField("ph", "M");
    out.writeStringField("name", what);
    place(process, row);
    out.writeObjectFieldStart("args");
    out.writeStringField("name", text);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void row(int process, int row, String text) throws IOException {
    name("thread_name", process, row, text);
    out.writeStartObject();
    out.writeStringField("ph", "M");
    out.writeStringField("name", "thread_sort_index");
    place(process, row);
    out.writeObjectFieldStart("args");
    out.writeNumberField("sort_index", row);
    out.writeEndObject();
    out.writeEndObject();
  }

  private void place(int process, int row) throws IOException {
    out.writeNumberField("pid", process);
    out.writeNumberField("tid", row);
  }

  private void slice(int process, int row, String name, Placed at) throws IOException {
    out.writeStartObject();
    out.writeStringField("ph", "X");
    out.writeStringField("name", name);
    out.writeStringField("cat", "call");
    place(process, row);
    out.writeNumberField("ts", at.call.start() - begin);
    out.writeNumberField("dur", at.length);
    out.writeObjectFieldStart("args");
    out.writeStringField("node", node(at.call));
    out.writeStringField("input_timestamp", Timestamp.toString(at.call.inputTimestamp()));
    out.writeStringField("thread", at.call.thread());
    // Its message may say more than whoever asks for a trace is to know.
    if (at.call.failure().isPresent()) {
      out.writeStringField("threw", at.call.failure().get().type());
    }
    packets("took", at.call.inputs());
    packets("sent", at.call.outputs());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void packets(String field, List<Hop> packets) throws IOException {
    out.writeArrayFieldStart(field);
    for (Hop each : packets) {
      out.writeString(each.stream() + " @ " + Timestamp.toString(each.timestamp()));
    }
    out.writeEndArray();
  }

  private void arrows() throws IOException {
    Map<Hop, Placed> senders = new HashMap<>();
    for (Placed each : placed) {
      each.call.outputs().forEach(hop -> senders.put(hop, each));
    }
    int number = 0;
    for (Placed taker : placed) {
      for (Hop hop : taker.call.inputs()) {
        Placed sender = senders.get(hop);
        if (sender != null) {
          number++;
          // Within the sender's slice, and not at its end, where it would belong to nothing.
          double sent = sender.call.start() - begin + sender.length - LEAST / 2;
          arrow("s", number, hop, sender.nodeRow, sent);
          arrow("f", number, hop, taker.nodeRow, taker.call.start() - begin + LEAST / 2);
        }
      }
    }
  }

  private void arrow(String phase, int number, Hop hop, int row, double time) throws IOException {
    out.writeStartObject();
    out.writeStringField("ph", phase);
    if (phase.equals("f")) {
      out.writeStringField("bp", "e");
    }
    out.writeNumberField("id", number);
    out.writeStringField("name", hop.stream());
    out.writeStringField("cat", "packet");
    place(NODES, row);
    out.writeNumberField("ts", time);
    out.writeEndObject();
  }
}
