package dev.easel.http.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.StoredImage;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.TestServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.http.server.ServerSettings;
import dev.easel.serving.ReloadResult;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerAnswersTest {

  private static final GivenServable BROKEN =
      GivenServable.failed("broken", "/secret/graph.pbtxt:3");

  @Test
  void listsNamesBeforeAliasesAndOnlyWhatServes() throws Exception {
    try (TestServer server =
        TestServer.of(
            GivenServable.echo("b").withAliases("a-lora"),
            GivenServable.echo("c").withAliases("fused").unlisted(),
            BROKEN)) {
      JsonNode list = new ObjectMapper().readTree(server.get("/v3/models").body());
      assertThat(list.path("data").findValuesAsText("id")).containsExactly("b", "a-lora", "fused");
      assertThat(list.path("data").findValuesAsText("object")).containsOnly("model");
      assertThat(server.get("/v3/models/c").statusCode()).isEqualTo(200);
      assertThat(server.get("/v1/models/a-lora").body()).contains("1779912000");
      assertThat(server.get("/v3/models/broken").statusCode()).isEqualTo(404);
      assertThat(server.get("/v3/v1/models/nope").body()).contains("model_not_found");
    }
  }

  @Test
  void tellsStatesAsOvmsDoes() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"), BROKEN)) {
      assertThat(server.get("/v1/config").body().replaceAll("\\s+", ""))
          .contains(
              "\"broken\":{\"model_version_status\":[{\"version\":\"1\",\"state\":\"LOADING\",\"status\":{\"error_code\":\"FAILED_PRECONDITION\",\"error_message\":\"/secret/graph.pbtxt:3\"}}]}",
              "\"echo\":{\"model_version_status\":[{\"version\":\"1\",\"state\":\"AVAILABLE\",\"status\":{\"error_code\":\"OK\",\"error_message\":\"OK\"}}]}");
    }
  }

  @Test
  void showsReasonsOnlyToThoseWhoHaveTheKey() throws Exception {
    AccessRules closed = AccessRules.shared(ApiKey.of("key"), false);
    try (TestServer server =
        TestServer.of(s -> with(s, closed, s.readiness()), GivenServables.of(BROKEN))) {
      assertThat(server.get("/v1/config").statusCode()).isEqualTo(401);
      assertThat(server.get("/v2/health/ready?verbose").body())
          .contains("LOADING")
          .doesNotContain("secret");
      HttpRequest known =
          server.request("/v1/config").header("authorization", "Bearer key").build();
      assertThat(server.send(known).body()).contains("secret");
    }
  }

  @Test
  void tellsWhyAReloadFailed() throws Exception {
    GivenServables servables =
        new GivenServables(
            List.of(), true, new ReloadResult(false, Optional.of("config.json:3:1: no comma")));
    try (TestServer server = TestServer.of(s -> s, servables)) {
      HttpResponse<String> answer =
          server.send(server.request("/v1/config/reload").POST(BodyPublishers.noBody()).build());
      assertThat(answer.statusCode()).isEqualTo(412);
      assertThat(answer.body()).contains("config.json:3:1: no comma");
    }
  }

  @Test
  void isReadyWhenSomethingServes() throws Exception {
    assertThat(readiness(Readiness.ANY, GivenServables.of())).isEqualTo(503);
    assertThat(readiness(Readiness.ANY, GivenServables.of(BROKEN))).isEqualTo(503);
    GivenServables half = GivenServables.of(BROKEN, GivenServable.echo("echo"));
    assertThat(readiness(Readiness.ANY, half)).isEqualTo(200);
    assertThat(readiness(Readiness.ALL, half)).isEqualTo(503);
    GivenServables early = new GivenServables(half.all(), false, half.reload());
    assertThat(readiness(Readiness.ANY, early)).isEqualTo(503);
  }

  @Test
  void tellsOfEveryServableWhenAsked() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"), BROKEN)) {
      HttpResponse<String> answer = server.get("/v2/health/ready?verbose");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains("\"ready\" : true", "secret", "AVAILABLE")
          .contains("\"phase\" : \"FAILED\"", "\"seconds\" : 1.5");
    }
  }

  @Test
  void answersKservesQuestions() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("a/b"), BROKEN)) {
      assertThat(server.get("/v2/models/a%2Fb/ready").statusCode()).isEqualTo(200);
      assertThat(server.get("/v2/models/a/b/versions/7/ready").statusCode()).isEqualTo(200);
      assertThat(server.get("/v2/models/a/b/versions/99999999999999999999").statusCode())
          .isEqualTo(404);
      assertThat(server.get("/v2/models/a/b").body()).contains("\"versions\" : [ \"1\" ]");
      assertThat(server.get("/v2/models/broken/ready").body()).contains("not loaded");
      assertThat(server.get("/v2/models/nope").body()).contains("not found");
    }
  }

  @Test
  void handsOutStoredPictures() throws Exception {
    try (TestServer server = TestServer.of()) {
      ByteBuffer content = ByteBuffer.wrap("picture".getBytes(StandardCharsets.UTF_8));
      String path =
          server
              .images
              .put(new StoredImage("image/webp", List.of(content)), "local")
              .toCompletableFuture()
              .join();
      HttpResponse<String> answer = server.get(path);
      assertThat(path).startsWith("/v3/images/content/");
      assertThat(answer.body()).isEqualTo("picture");
      assertThat(answer.headers().firstValue("content-type")).contains("image/webp");
      assertThat(server.get("/v3/images/content/none").statusCode()).isEqualTo(404);
    }
  }

  private static int readiness(Readiness readiness, GivenServables servables) throws Exception {
    try (TestServer server = TestServer.of(s -> with(s, s.access(), readiness), servables)) {
      return server.get("/v2/health/ready").statusCode();
    }
  }

  private static ServerSettings with(ServerSettings s, AccessRules access, Readiness readiness) {
    return s.with(access).with(readiness);
  }
}
