package dev.easel.http.info;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.easel.framework.live.LiveReport;
import dev.easel.framework.live.LiveReport.NodeReport;
import dev.easel.framework.live.TimeCounts;
import dev.easel.framework.name.PortEntries;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.plan.NodePlan;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A graph, to be drawn from, and what is known of its runs; the fields of an open object. */
public final class LiveReportJson {
  /** What stands between a subgraph's name and that of a node in it. */
  private static final String INSIDE = "__";

  private static final double NANOS_OF_MICRO = 1e3;
  private static final double NANOS_OF_SECOND = 1e9;

  private final GraphPlan graph;
  private final Optional<LiveReport> report;

  private LiveReportJson(GraphPlan graph, Optional<LiveReport> report) {
    this.graph = graph;
    this.report = report;
  }

  static LiveReportJson of(GraphPlan graph) {
    return new LiveReportJson(graph, Optional.empty());
  }

  /** The graph of a report with what it says. */
  public static LiveReportJson of(LiveReport report) {
    return new LiveReportJson(report.graph(), Optional.of(report));
  }

  /** Writes the fields. */
  public void write(JsonGenerator out) throws IOException {
    if (report.isPresent()) {
      LiveReport known = report.get();
      out.writeNumberField("profiled_seconds", known.nanos() / NANOS_OF_SECOND);
      out.writeObjectFieldStart("runs");
      out.writeNumberField("running", known.running());
      out.writeNumberField("finished", known.finished());
      out.writeNumberField("failed", known.failed());
      out.writeEndObject();
    }
    ports(out, "input_streams", "name", graph.config().getInputStreamList());
    ports(out, "output_streams", "name", graph.config().getOutputStreamList());
    ports(out, "input_side_packets", "name", graph.config().getInputSidePacketList());
    ports(out, "output_side_packets", "name", graph.config().getOutputSidePacketList());
    executors(out);
    subgraphs(out);
    streams(out);
    out.writeArrayFieldStart("nodes");
    for (NodePlan node : graph.nodes()) {
      node(out, node);
    }
    out.writeEndArray();
  }

  private void executors(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("executors");
    for (GraphPlan.GraphExecutor each : graph.executors()) {
      out.writeStartObject();
      out.writeStringField("name", each.name());
      out.writeStringField("type", each.type());
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void subgraphs(JsonGenerator out) throws IOException {
    Set<String> all = new LinkedHashSet<>();
    for (NodePlan node : graph.nodes()) {
      int end = node.name().indexOf(INSIDE);
      while (end > 0) {
        all.add(node.name().substring(0, end));
        end = node.name().indexOf(INSIDE, end + INSIDE.length());
      }
    }
    out.writeArrayFieldStart("subgraphs");
    for (String each : all) {
      out.writeStartObject();
      out.writeStringField("name", each);
      out.writeStringField("title", each.substring(inside(each)));
      out.writeStringField("parent", around(each));
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static int inside(String name) {
    int at = name.lastIndexOf(INSIDE);
    return at > 0 ? at + INSIDE.length() : 0;
  }

  private static String around(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf(INSIDE)));
  }

  private void streams(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("streams");
    for (int number = 0; number < graph.streams().size(); number++) {
      GraphPlan.Stream stream = graph.streams().get(number);
      out.writeStartObject();
      out.writeStringField("name", stream.name());
      producer(out, number);
      out.writeArrayFieldStart("to");
      for (GraphPlan.Consumer each : stream.consumers()) {
        out.writeStartObject();
        out.writeNumberField("node", each.node());
        out.writeNumberField("input", each.input());
        out.writeEndObject();
      }
      out.writeEndArray();
      if (report.isPresent()) {
        out.writeNumberField("packets", report.get().sent().get(number));
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  /** Null for the graph's own inputs. */
  private void producer(JsonGenerator out, int number) throws IOException {
    for (NodePlan node : graph.nodes()) {
      int output = number - node.firstOutput();
      if (output >= 0 && output < node.outputs().size()) {
        out.writeObjectFieldStart("from");
        out.writeNumberField("node", node.id());
        out.writeNumberField("output", output);
        out.writeEndObject();
        return;
      }
    }
    out.writeNullField("from");
  }

  private void node(JsonGenerator out, NodePlan node) throws IOException {
    Optional<NodeReport> known = report.map(r -> r.nodes().get(node.id()));
    out.writeStartObject();
    out.writeNumberField("id", node.id());
    out.writeStringField("name", node.name());
    out.writeStringField("title", node.name().substring(inside(node.name())));
    out.writeStringField("subgraph", around(node.name()));
    out.writeStringField("calculator", node.type());
    out.writeStringField("executor", node.executor());
    out.writeNumberField("max_in_flight", node.maxInFlight());
    out.writeBooleanField("source", node.isSource());
    out.writeArrayFieldStart("inputs");
    for (int id = 0; id < node.inputs().size(); id++) {
      out.writeStartObject();
      port(out, "stream", node.inputs().entry(id));
      out.writeBooleanField("back_edge", node.backEdges().get(id));
      if (known.isPresent()) {
        out.writeNumberField("queued", known.get().queued().get(id));
      }
      out.writeEndObject();
    }
    out.writeEndArray();
    ports(out, "outputs", "stream", node.outputs());
    ports(out, "input_side_packets", "side_packet", node.inputSidePackets());
    ports(out, "output_side_packets", "side_packet", node.outputSidePackets());
    if (known.isPresent()) {
      counts(out, known.get());
    }
    out.writeEndObject();
  }

  private static void counts(JsonGenerator out, NodeReport node) throws IOException {
    out.writeNumberField("running", node.running());
    out.writeNumberField("suspended", node.suspended());
    out.writeNumberField("queued", node.queued().stream().mapToLong(Long::longValue).sum());
    out.writeNumberField("errors", node.errors());
    out.writeNumberField("open_sum_us", node.openNanos() / NANOS_OF_MICRO);
    out.writeNumberField("close_sum_us", node.closeNanos() / NANOS_OF_MICRO);
    times(out, "calls", node.calls());
    times(out, "waits", node.waits());
  }

  /** Writes a field of times. */
  public static void times(JsonGenerator out, String name, TimeCounts times) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeNumberField("count", times.count());
    out.writeNumberField("sum_us", times.sumNanos() / NANOS_OF_MICRO);
    out.writeNumberField("p50_us", times.quantileNanos(0.5) / NANOS_OF_MICRO);
    out.writeNumberField("p90_us", times.quantileNanos(0.9) / NANOS_OF_MICRO);
    out.writeNumberField("p99_us", times.quantileNanos(0.99) / NANOS_OF_MICRO);
    out.writeArrayFieldStart("buckets");
    for (TimeCounts.TimeClass each : times.classes()) {
      out.writeStartObject();
      out.writeNumberField("lt_us", each.endNanos() / NANOS_OF_MICRO);
      out.writeNumberField("count", each.count());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void ports(JsonGenerator out, String field, String what, List<String> written)
      throws IOException {
    ports(out, field, what, PortEntries.parse(written).tags());
  }

  private static void ports(JsonGenerator out, String field, String what, TagMap ports)
      throws IOException {
    out.writeArrayFieldStart(field);
    for (TagMap.Entry each : ports.entries()) {
      out.writeStartObject();
      port(out, what, each);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static void port(JsonGenerator out, String what, TagMap.Entry port) throws IOException {
    out.writeStringField("tag", port.tag());
    out.writeNumberField("index", port.index());
    out.writeStringField(what, port.name());
  }
}
