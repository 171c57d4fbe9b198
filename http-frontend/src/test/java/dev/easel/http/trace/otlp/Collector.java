package dev.easel.http.trace.otlp;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes what is sent by OTLP over HTTP, and reads it as a collector would. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;

  // Guarded by this object.
  private final List<Span> spans = new ArrayList<>();
  private final List<Map<String, String>> resources = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Collector(HttpServer server) {
    this.server = server;
  }

  public static Collector open() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    Collector collector = new Collector(HttpServer.create(new InetSocketAddress(here, 0), 0));
    collector.server.createContext("/", collector::take);
    collector.server.start();
    return collector;
  }

  private void take(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest sent =
        ExportTraceServiceRequest.parseFrom(exchange.getRequestBody().readAllBytes());
    add(exchange, sent);
    byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
    exchange.getResponseHeaders().set("content-type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    exchange.close();
  }

  private synchronized void add(HttpExchange exchange, ExportTraceServiceRequest sent) {
    requests.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("content-type")
            + " "
            + exchange.getRequestHeaders().getFirst("x-tenant"));
    for (ResourceSpans each : sent.getResourceSpansList()) {
      resources.add(texts(each.getResource().getAttributesList()));
      for (ScopeSpans scope : each.getScopeSpansList()) {
        spans.addAll(scope.getSpansList());
      }
    }
    notifyAll();
  }

  /** Path, content type and x-tenant of what was sent so far. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** The resources that were sent so far. */
  public synchronized List<Map<String, String>> resources() {
    return List.copyOf(resources);
  }

  /** All spans so far. */
  public synchronized List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Waits for a span. */
  public synchronized Span await(Predicate<Span> looked) throws InterruptedException {
    Optional<Span> found = spans.stream().filter(looked).findFirst();
    while (found.isEmpty()) {
      wait();
      found = spans.stream().filter(looked).findFirst();
    }
    return found.get();
  }

  /** Waits for so many spans. */
  public synchronized void awaitAll(int count) throws InterruptedException {
    while (spans.size() < count) {
      wait();
    }
  }

  /** Waits for a request's span. */
  public Span awaitServer(String name) throws InterruptedException {
    return await(
        span -> span.getKind() == Span.SpanKind.SPAN_KIND_SERVER && span.getName().equals(name));
  }

  /** What has come by now and stands below a span. */
  public List<Span> below(Span parent) {
    return spans().stream()
        .filter(span -> span.getParentSpanId().equals(parent.getSpanId()))
        .toList();
  }

  /** The same, when nodes of these calculators are among it: they come a moment after their run. */
  public synchronized List<Span> awaitBelow(Span parent, String... calculators)
      throws InterruptedException {
    List<Span> found = below(parent);
    while (!found.stream().map(Collector::calculator).toList().containsAll(List.of(calculators))) {
      wait();
      found = below(parent);
    }
    return found;
  }

  private static String calculator(Span node) {
    return texts(node.getAttributesList()).getOrDefault("easel.calculator", "");
  }

  public static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  public static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> all = new HashMap<>();
    attributes.forEach(each -> all.put(each.getKey(), text(each.getValue())));
    return all;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> String.valueOf(value.getIntValue());
      case DOUBLE_VALUE -> String.valueOf(value.getDoubleValue());
      default -> value.toString();
    };
  }

  /** The variables of a server that sends here, at once. */
  public Map<String, String> environment() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + server.getAddress().getPort(),
        "OTEL_BSP_SCHEDULE_DELAY",
        "5");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
