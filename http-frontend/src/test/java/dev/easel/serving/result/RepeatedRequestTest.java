package dev.easel.serving.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are repeated, against a server whose model keeps its answers. */
@Timeout(120)
class RepeatedRequestTest {

  private static final String QUICK = "simulation { step_millis: 1 } ";
  private static final String SLOW = "simulation { step_millis: 1500 } ";
  private static final String CACHE = "cache { max_mib: 1 }";
  private static final String PATH = "/v3/images/generations";

  @TempDir private Path folder;

  @Test
  void isAnsweredWithTheSameBytes() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      HttpResponse<String> first = ask(server, request("\"rng_seed\": 7"));
      HttpResponse<String> again = ask(server, request("\"rng_seed\":7"));
      assertThat(outcome(first)).contains("miss");
      assertThat(outcome(again)).contains("hit");
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("x-easel-seed")).contains("7");
      assertThat(again.headers().firstValue("content-type"))
          .isEqualTo(first.headers().firstValue("content-type"));
      assertThat(again.headers().firstValue("x-request-id"))
          .isNotEqualTo(first.headers().firstValue("x-request-id"));
      assertThat(outcome(ask(server, request("\"rng_seed\": 8")))).contains("miss");
      assertThat(outcome(ask(server, request("\"rng_seed\": 7, \"user\": \"me\""))))
          .contains("miss");
      String cache = "easel_result_cache_requests{name=\"sim\",result=\"%s\"}";
      assertThat(server.metric(cache.formatted("hit"))).isEqualTo(1);
      assertThat(server.metric(cache.formatted("miss"))).isEqualTo(3);
      assertThat(server.metric(cache.formatted("shared"))).isZero();
      assertThat(server.metric("easel_result_cache_bytes{name=\"sim\"}")).isGreaterThan(100);
    }
  }

  @Test
  void countsWhateverTheOrderOfItsFields() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      assertThat(outcome(ask(server, "{\"model\":\"sim\",\"prompt\":\"a\",\"rng_seed\":1}")))
          .contains("miss");
      assertThat(outcome(ask(server, "{\"rng_seed\":1,\"prompt\":\"a\",\"model\":\"sim\"}")))
          .contains("hit");
    }
  }

  @Test
  void isMadeAnewUnlessItsAnswerIsSureToBeTheSame() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      for (String fields :
          List.of(
              "\"n\": 1",
              "\"rng_seed\": -1",
              "\"rng_seed\": null",
              "\"rng_seed\": 7, \"stream\": true",
              "\"rng_seed\": 7, \"response_format\": \"url\"")) {
        assertThat(outcome(ask(server, request(fields)))).as(fields).isEmpty();
        HttpResponse<String> again = ask(server, request(fields));
        assertThat(again.statusCode()).as(fields).isEqualTo(200);
        assertThat(outcome(again)).as(fields).isEmpty();
      }
    }
  }

  @Test
  void isMadeAnewWhereTheNodeDoesNotSayOtherwise() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK)) {
      ask(server, request("\"rng_seed\": 7"));
      HttpResponse<String> again = ask(server, request("\"rng_seed\": 7"));
      assertThat(outcome(again)).isEmpty();
      assertThat(again.headers().firstValue("etag")).isEmpty();
    }
  }

  @Test
  void isNotSentAgainToWhoHasIt() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      String body = request("\"rng_seed\": 7");
      String tag = ask(server, body).headers().firstValue("etag").orElseThrow();
      HttpResponse<String> known = ask(server, body, "if-none-match", tag);
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(known.body()).isEmpty();
      assertThat(known.headers().firstValue("etag")).contains(tag);
      assertThat(outcome(known)).contains("hit");
      assertThat(ask(server, body, "if-none-match", "\"other\"").statusCode()).isEqualTo(200);
      // The connection goes on in step.
      assertThat(ask(server, body).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void isNeverAnErrorThatIsKept() throws Exception {
    try (SimulatedServer server =
        SimulatedServer.open(folder, "simulation { step_millis: 1 fail_at_step: 2 } " + CACHE)) {
      for (int i = 0; i < 2; i++) {
        assertThat(ask(server, request("\"rng_seed\": 7, \"num_inference_steps\": 3")).statusCode())
            .isEqualTo(500);
        HttpResponse<String> wrong = ask(server, request("\"rng_seed\": 7, \"size\": \"x\""));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(outcome(wrong)).isEmpty();
      }
    }
  }

  @Test
  void keepsNoMoreBytesThanTheNodeSays() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      int size = ask(server, request("\"n\": 10, \"rng_seed\": 0")).body().length();
      int most = (1 << 20) / size + 2;
      for (int seed = 1; seed <= most; seed++) {
        ask(server, request("\"n\": 10, \"rng_seed\": " + seed));
      }
      assertThat(outcome(ask(server, request("\"n\": 10, \"rng_seed\": " + most)))).contains("hit");
      assertThat(outcome(ask(server, request("\"n\": 10, \"rng_seed\": 0")))).contains("miss");
    }
  }

  @Test
  void isMadeAnewOnceItsModelIsLoadedAnew() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      String body = request("\"rng_seed\": 7");
      ask(server, body);
      assertThat(outcome(ask(server, body))).contains("hit");
      Files.writeString(
          folder.resolve("sim").resolve("graph.pbtxt"),
          SimulatedServer.graph(SimulatedServer.simulated(QUICK + CACHE)) + "# changed\n");
      HttpRequest reload =
          server
              .http
              .request("/v1/config/reload")
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(server.http.send(reload).statusCode()).isBetween(200, 201);
      assertThat(outcome(ask(server, body))).contains("miss");
      assertThat(outcome(ask(server, body))).contains("hit");
    }
  }

  @Test
  void waitsForAnEqualOneThatIsBeingMade() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, SLOW + CACHE)) {
      String body = request("\"rng_seed\": 7");
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(server.http.postAsync(PATH, body));
      }
      List<String> outcomes = new ArrayList<>();
      for (CompletableFuture<HttpResponse<String>> each : all) {
        assertThat(each.get().statusCode()).isEqualTo(200);
        assertThat(each.get().body()).isEqualTo(all.get(0).get().body());
        outcomes.add(outcome(each.get()).orElseThrow());
      }
      assertThat(outcomes).containsOnlyOnce("miss");
      server.awaitRest("sim");
    }
  }

  @Test
  void isMadeAfterAllWhenTheOneItWaitsForIsCancelled() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, SLOW + CACHE)) {
      String body = request("\"rng_seed\": 7");
      try (RawClient leader = server.http.connect()) {
        leader.send(RawClient.post(PATH, "application/json", body));
        server.await("ovms_current_graphs{name=\"sim\"}", 1);
        CompletableFuture<HttpResponse<String>> second = server.http.postAsync(PATH, body);
        CompletableFuture<HttpResponse<String>> third = server.http.postAsync(PATH, body);
        server.await("ovms_current_graphs{name=\"sim\"}", 3);
        leader.reset();
        assertThat(second.get().statusCode()).isEqualTo(200);
        assertThat(List.of(outcome(second.get()).orElseThrow(), outcome(third.get()).orElseThrow()))
            .containsExactlyInAnyOrder("miss", "hit");
      }
      server.awaitRest("sim");
    }
  }

  @Test
  void leavesAloneWhenItsClientDoes() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, SLOW + CACHE)) {
      String body = request("\"rng_seed\": 7");
      CompletableFuture<HttpResponse<String>> leader = server.http.postAsync(PATH, body);
      server.await("ovms_current_graphs{name=\"sim\"}", 1);
      try (RawClient follower = server.http.connect()) {
        follower.send(RawClient.post(PATH, "application/json", body));
        server.await("ovms_current_graphs{name=\"sim\"}", 2);
      }
      server.await("ovms_current_graphs{name=\"sim\"}", 1);
      assertThat(outcome(leader.get())).contains("miss");
      server.awaitRest("sim");
    }
  }

  @Test
  void failsByItselfWhenEveryOneFails() throws Exception {
    String failing = "simulation { step_millis: 200 fail_at_step: 1 } ";
    try (SimulatedServer server = SimulatedServer.open(folder, failing + CACHE)) {
      List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        all.add(server.http.postAsync(PATH, request("\"rng_seed\": 7")));
      }
      for (CompletableFuture<HttpResponse<String>> each : all) {
        assertThat(each.get().statusCode()).isEqualTo(500);
      }
      server.awaitRest("sim");
    }
  }

  @Test
  void mayBeAForm() throws Exception {
    try (SimulatedServer server = SimulatedServer.open(folder, QUICK + CACHE)) {
      assertThat(outcome(form(server, "9"))).contains("miss");
      assertThat(outcome(form(server, "9"))).contains("hit");
      assertThat(outcome(form(server, "10"))).contains("miss");
    }
  }

  private static HttpResponse<String> form(SimulatedServer server, String seed) throws Exception {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (List<String> field :
        List.of(
            List.of("model", "sim"),
            List.of("prompt", "a"),
            List.of("num_inference_steps", "2"),
            List.of("rng_seed", seed))) {
      form.writeBytes(head("name=\"" + field.get(0) + "\"").getBytes(StandardCharsets.UTF_8));
      form.writeBytes((field.get(1) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    form.writeBytes(head("name=\"image\"; filename=\"a.png\"").getBytes(StandardCharsets.UTF_8));
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", form);
    form.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));
    return server.http.send(
        server
            .http
            .request("/v3/images/edits")
            .header("content-type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
            .build());
  }

  private static String head(String disposition) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
  }

  private static String request(String fields) {
    String size = fields.contains("size") ? "" : "\"size\": \"64x64\", ";
    String steps = fields.contains("steps") ? "" : "\"num_inference_steps\": 1, ";
    return "{\"model\": \"sim\", \"prompt\": \"a\", " + size + steps + fields + "}";
  }

  private static HttpResponse<String> ask(SimulatedServer server, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        server.http.request(PATH).header("content-type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.http.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  private static Optional<String> outcome(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-easel-cache");
  }
}
