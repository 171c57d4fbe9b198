package dev.easel.http.trace.otlp;

import dev.easel.http.trace.RequestSpan;
import dev.easel.http.trace.Spans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans that the SDK sends, from a queue of its own: when the collector does not take them, the
 * queue's end is dropped, and no request waits.
 */
final class OtlpSpans implements Spans {
  private static final int LAST_SECONDS = 2;
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final AttributeKey<String> VERSION = AttributeKey.stringKey("service.version");

  private static final TextMapGetter<Map<String, String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
          return headers == null ? null : headers.get(name);
        }
      };

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final NodeSpans nodes;

  private OtlpSpans(OpenTelemetrySdk sdk, String version) {
    this.sdk = sdk;
    this.tracer = sdk.getTracerProvider().get("dev.easel", version);
    this.nodes = new NodeSpans(tracer);
  }

  /** Starts the SDK with these of its properties. */
  static Spans open(Map<String, String> properties, String version) {
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .setServiceClassLoader(OtlpSpans.class.getClassLoader())
            .addPropertiesCustomizer(config -> properties)
            .addResourceCustomizer((resource, config) -> named(resource, version))
            .build()
            .getOpenTelemetrySdk();
    return new OtlpSpans(sdk, version);
  }

  private static Resource named(Resource given, String version) {
    Attributes own = Attributes.of(VERSION, version);
    boolean isNamed = !String.valueOf(given.getAttribute(SERVICE)).startsWith("unknown_service");
    Resource all = Resource.create(own).merge(given);
    return isNamed ? all : all.merge(Resource.create(Attributes.of(SERVICE, "easel")));
  }

  @Override
  public RequestSpan begin(
      String method, Supplier<String> route, String path, Map<String, String> headers) {
    return OtlpSpan.ofRequest(
        tracer, nodes, asked(headers), new RequestLine(method, route.get(), path, headers));
  }

  @Override
  public RequestSpan beginTask(String id, String path, Map<String, String> headers) {
    return OtlpSpan.ofTask(
        tracer, nodes, Span.fromContext(asked(headers)).getSpanContext(), id, path);
  }

  private static Context asked(Map<String, String> headers) {
    return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
  }

  @Override
  public void close() {
    nodes.close();
    sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
  }
}
