package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is passed on: to a second Easel, and to a server that keeps what it is sent. */
@Timeout(60)
class UpstreamForwardingTest {
  /** A picture of one pixel. */
  private static final byte[] PIXEL =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private SimulatedServer easel(String simulation) throws Exception {
    SimulatedServer server =
        SimulatedServer.open(Files.createDirectories(folder.resolve("sim")), simulation);
    open.add(server);
    return server;
  }

  private Gateway before(SimulatedServer easel) throws Exception {
    Gateway gateway =
        Gateway.open(
            folder,
            Gateway.to(easel.http.address().getPort(), "")
                + " models { name: \"up\" upstream_name: \"sim\" }"
                + " models { name: \"gpt-image-2\" upstream_name: \"sim\" }");
    open.add(gateway);
    return gateway;
  }

  private static final String SMALL =
      ", \"size\": \"64x64\", \"num_inference_steps\": 2, \"rng_seed\": 3";

  @Test
  void generationsAreThoseOfTheServerBehind() throws Exception {
    SimulatedServer easel = easel("simulation { step_millis: 1 }");
    Gateway gateway = before(easel);
    HttpResponse<String> direct =
        easel.http.post("/v1/images/generations", Gateway.ask(SMALL).replace("\"up\"", "\"sim\""));
    HttpResponse<String> passed = gateway.generate(SMALL);
    assertThat(passed.statusCode()).isEqualTo(200);
    assertThat(passed.body()).contains("\"created\":", "\"b64_json\":");
    String picture = direct.body().replaceAll("(?s).*\"b64_json\":\"([^\"]*)\".*", "$1");
    assertThat(passed.body()).contains(picture);
  }

  @Test
  void anAliasIsAsGoodAsTheName() throws Exception {
    Gateway gateway = before(easel("simulation { step_millis: 1 }"));
    HttpResponse<String> passed =
        gateway.http.post(
            "/v1/images/generations", Gateway.ask(SMALL).replace("\"up\"", "\"gpt-image-2\""));
    assertThat(passed.statusCode()).isEqualTo(200);
    assertThat(gateway.http.get("/v1/models").body()).contains("gpt-image-2");
  }

  @Test
  void streamsAreThoseOfTheServerBehind() throws Exception {
    Gateway gateway = before(easel("simulation { step_millis: 1 }"));
    HttpResponse<String> passed =
        gateway.generate(SMALL + ", \"stream\": true, \"partial_images\": 1");
    assertThat(passed.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(passed.body())
        .contains("event: image_generation.partial_image", "event: image_generation.completed")
        .doesNotContain("event: error");
  }

  @Test
  void editsArePassedOnAsForms() throws Exception {
    Gateway gateway = before(easel("simulation { step_millis: 1 }"));
    HttpResponse<String> passed = edit(gateway, "num_inference_steps", "2");
    assertThat(passed.statusCode()).as(passed.body()).isEqualTo(200);
    assertThat(passed.body()).contains("\"b64_json\":");
  }

  /** Many readers of forms take a backslash to make the quote after it a part of the name. */
  @Test
  void aNameThatEndsWithABackslashEndsNoQuotesBehind() throws Exception {
    Gateway gateway = before(easel("simulation { step_millis: 1 }"));
    HttpResponse<String> passed = edit(gateway, "num_inference_step\\", "2");
    assertThat(passed.statusCode()).as(passed.body()).isEqualTo(400);
    assertThat(passed.body()).contains("num_inference_step%5C").doesNotContain("filename");
  }

  private static HttpResponse<String> edit(Gateway gateway, String field, String value)
      throws Exception {
    String boundary = "mark";
    String head =
        """
        --mark
        Content-Disposition: form-data; name="model"

        up
        --mark
        Content-Disposition: form-data; name="prompt"

        a cup
        --mark
        Content-Disposition: form-data; name="%s"

        %s
        --mark
        Content-Disposition: form-data; name="size"

        64x64
        --mark
        Content-Disposition: form-data; name="image[]"; filename="a.png"
        Content-Type: image/png

        """
            .formatted(field, value)
            .replace("\n", "\r\n");
    HttpRequest request =
        gateway
            .http
            .request("/v1/images/edits")
            .header("content-type", "multipart/form-data; boundary=" + boundary)
            .POST(
                HttpRequest.BodyPublishers.concat(
                    HttpRequest.BodyPublishers.ofString(head),
                    HttpRequest.BodyPublishers.ofByteArray(PIXEL),
                    HttpRequest.BodyPublishers.ofString("\r\n--mark--\r\n")))
            .build();
    return gateway.http.send(request);
  }

  @Test
  void mistakesThatTheServerBehindFindsAreTold() throws Exception {
    Gateway gateway = before(easel("simulation { step_millis: 1 }"));
    HttpResponse<String> passed = gateway.generate(", \"size\": \"64by64\"");
    assertThat(passed.statusCode()).isEqualTo(400);
    assertThat(passed.body()).contains("64by64", "\"param\":\"size\"", "invalid_value");
  }

  @Test
  void whoLeavesStopsTheModelBehind() throws Exception {
    SimulatedServer easel = easel("simulation { step_millis: 1 stall_at_step: 1 }");
    Gateway gateway = before(easel);
    try (RawClient client = gateway.http.connect()) {
      client.send(RawClient.post("/v1/images/generations", "application/json", Gateway.ask(SMALL)));
      easel.await("ovms_current_graphs{name=\"sim\"}", 1);
    }
    easel.awaitRest("sim");
    assertThat(easel.cancelled("sim", "client_left")).isEqualTo(1);
  }

  @Test
  void fieldsGoOnAsTheyCame() throws Exception {
    ScriptedServer upstream = ScriptedServer.saying(ScriptedServer.picture());
    open.add(upstream);
    Gateway gateway =
        Gateway.open(
            folder,
            Gateway.to(upstream.port(), "models { name: \"up\" upstream_name: \"x-\\\"1\" }"));
    open.add(gateway);
    String fields =
        ",\"size\":\"1024x1024\",\"n\":1,\"response_format\":\"b64_json\",\"quality\":\"high\","
            + "\"background\":\"transparent\",\"output_format\":\"webp\",\"output_compression\":50,"
            + "\"moderation\":\"low\",\"style\":\"vivid\",\"user\":null,\"new_field\":{\"a\":[1,\"\u00fc\"]}";
    HttpRequest request =
        gateway
            .http
            .request("/v1/images/generations")
            .header("content-type", "application/json")
            .header("authorization", "Bearer client-key")
            .header("cookie", "a=b")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"prompt\":\"a\\ncup\",\"model\":\"up\"" + fields + "}"))
            .build();
    assertThat(gateway.http.send(request).statusCode()).isEqualTo(200);
    String got =
        new String(
            upstream.requests().remove().getBytes(StandardCharsets.ISO_8859_1),
            StandardCharsets.UTF_8);
    assertThat(got)
        .startsWith("POST /v1/images/generations HTTP/1.1\r\n")
        .endsWith("\r\n\r\n{\"model\":\"x-\\\"1\",\"prompt\":\"a\\ncup\"" + fields + "}")
        .containsIgnoringCase("\r\nauthorization: Bearer " + Gateway.KEY + "\r\n")
        .doesNotContain("client-key", "cookie");
  }

  @Test
  void theUpstreamLearnsOfWhichTraceARequestIsAPart() throws Exception {
    ScriptedServer upstream = ScriptedServer.saying(ScriptedServer.picture());
    open.add(upstream);
    Gateway gateway = Gateway.open(folder, Gateway.to(upstream.port(), ""));
    open.add(gateway);
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    HttpRequest.Builder request =
        gateway
            .http
            .request("/v1/images/generations")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a cup\",\"model\":\"up\"}"));
    request.header("traceparent", parent).header("tracestate", "vendor=1");
    assertThat(gateway.http.send(request.build()).statusCode()).isEqualTo(200);
    assertThat(upstream.requests().remove())
        .containsIgnoringCase("\r\ntraceparent: " + parent + "\r\n")
        .containsIgnoringCase("\r\ntracestate: vendor=1\r\n");
    request.setHeader("traceparent", "00-" + "0".repeat(32) + "-b7ad6b7169203331-01");
    assertThat(gateway.http.send(request.build()).statusCode()).isEqualTo(200);
    assertThat(upstream.requests().remove()).doesNotContainIgnoringCase("\r\ntrace");
  }

  @Test
  void requestsAreCheckedBeforeAnybodyIsAsked() throws Exception {
    ScriptedServer upstream = ScriptedServer.saying(ScriptedServer.picture());
    open.add(upstream);
    Gateway gateway = Gateway.open(folder, Gateway.to(upstream.port(), ""));
    open.add(gateway);
    assertThat(gateway.generate(", \"n\": 0").body()).contains("\"param\":\"n\"", "greater than 0");
    assertThat(gateway.generate(", \"n\": \"two\"").body()).contains("not an integer");
    assertThat(gateway.generate(", \"stream\": 1").body()).contains("\"param\":\"stream\"");
    assertThat(gateway.generate(", \"quality\": 1").body()).contains("\"param\":\"quality\"");
    HttpResponse<String> bare = gateway.http.post("/v1/images/generations", "{\"model\": \"up\"}");
    assertThat(bare.statusCode()).isEqualTo(400);
    assertThat(bare.body()).contains("\"param\":\"prompt\"", "missing_required_parameter");
    assertThat(gateway.http.post("/v1/images/edits", Gateway.ask("")).body())
        .contains("\"param\":\"image\"");
    assertThat(upstream.count()).isZero();
  }

  /** A reader that stops reading stops the sender: no more than what buffers hold is taken. */
  @Test
  void slowReadersHoldTheServerBehindBack() throws Exception {
    AtomicLong written = new AtomicLong();
    CountDownLatch ended = new CountDownLatch(1);
    String event =
        "event: image_generation.partial_image\ndata: {\"b64_json\":\"%s\"}\n\n"
            .formatted("A".repeat(100_000));
    ScriptedServer upstream =
        ScriptedServer.open(
            (request, connection) -> {
              try {
                connection.write(ScriptedServer.eventsHead());
                for (int i = 0; i < 1000; i++) {
                  connection.write(event);
                  written.addAndGet(event.length());
                }
              } finally {
                ended.countDown();
              }
            });
    open.add(upstream);
    Gateway gateway =
        Gateway.open(folder, Gateway.to(upstream.port(), "") + " max_answer_bytes: 200000000");
    open.add(gateway);
    try (RawClient client = new RawClient(gateway.http.address(), 8 << 10)) {
      client.send(
          RawClient.post(
              "/v1/images/generations", "application/json", Gateway.ask(", \"stream\": true")));
      client.readTo("partial_image");
      // It has come to rest when nothing more is taken while other requests are answered.
      long before = -1;
      while (before != written.get()) {
        before = written.get();
        for (int i = 0; i < 200; i++) {
          gateway.http.get("/v1/models");
        }
      }
      assertThat(written.get()).isLessThan(32 << 20);
    }
    ended.await();
  }
}
