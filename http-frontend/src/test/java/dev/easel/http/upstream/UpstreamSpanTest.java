package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.trace.Spans;
import dev.easel.http.trace.otlp.Collector;
import dev.easel.http.trace.otlp.SpanExport;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that sends spans is the parent of what its upstreams do. */
@Timeout(60)
class UpstreamSpanTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir private Path folder;

  @Test
  void theUpstreamGetsTheRequestsSpanAsItsParent() throws Exception {
    try (Collector collector = Collector.open();
        Spans spans = SpanExport.of(collector.environment(), "1.2.3");
        ScriptedServer upstream = ScriptedServer.saying(ScriptedServer.picture());
        Gateway gateway =
            Gateway.open(
                folder, Gateway.to(upstream.port(), ""), settings -> settings.with(spans))) {
      HttpRequest request =
          gateway
              .http
              .request("/v1/images/generations")
              .header("content-type", "application/json")
              .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
              .header("tracestate", "vendor=1")
              .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a\",\"model\":\"up\"}"))
              .build();
      assertThat(gateway.http.send(request).statusCode()).isEqualTo(200);
      Span span = collector.awaitServer("POST /v1/images/generations");
      String own = "00-" + TRACE + "-" + Collector.hex(span.getSpanId()) + "-01";
      assertThat(upstream.requests().remove())
          .containsIgnoringCase("\r\ntraceparent: " + own + "\r\n")
          .containsIgnoringCase("\r\ntracestate: vendor=1\r\n");
      assertThat(collector.awaitBelow(span, "UpstreamImagesCalculator"))
          .extracting(Span::getName)
          .contains("far");
    }
  }
}
