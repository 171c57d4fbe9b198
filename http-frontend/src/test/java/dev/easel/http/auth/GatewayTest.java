package dev.easel.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.Usage;
import dev.easel.access.usage.UsageBook;
import dev.easel.access.usage.UsageLedger;
import dev.easel.access.usage.UsageLine;
import dev.easel.calculators.http.StoredImage;
import dev.easel.http.SimulatedServer;
import dev.easel.store.sqlite.SqliteSettings;
import dev.easel.store.sqlite.SqliteStore;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys and groups over HTTP, with models that compute nothing. */
@Timeout(60)
class GatewayTest {
  private static final String GENERATIONS = "/v1/images/generations";
  private static final String SMALL =
      "\"prompt\": \"a cup\", \"size\": \"64x64\", \"num_inference_steps\": 2";

  @TempDir private Path folder;

  private Access access = Access.none();
  private UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());
  private SqliteStore store = notOpen();
  private SimulatedServer server = notOpen();

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // opened before every test
  private static <T> T notOpen() {
    return null;
  }

  @BeforeEach
  void open() throws Exception {
    Path file = Files.writeString(folder.resolve("access.json"), config());
    access =
        Access.file(file, Optional.of(KeyHash.of("shared")), InstantSource.system(), Duration.ZERO);
    openLedger();
    server =
        SimulatedServer.open(
            folder,
            Map.of(
                "gpt-image-2",
                SimulatedServer.simulated(""),
                "other",
                SimulatedServer.simulated("")),
            settings ->
                settings.with(
                    new AccessRules(access, Optional.of(new Meters(ledger)), false, true)));
  }

  private void openLedger() {
    store = SqliteStore.open(SqliteSettings.of(folder.resolve("usage")));
    ledger = UsageLedger.keptIn(store, InstantSource.system());
  }

  @AfterEach
  void close() {
    server.close();
    access.close();
    ledger.close();
    store.close();
  }

  private static String config() {
    return """
        {"groups": [
          {"name": "openai", "platform": "openai"},
          {"name": "gemini", "platform": "gemini"},
          {"name": "off", "platform": "openai", "images": false},
          {"name": "some", "models": ["oth*"]},
          {"name": "watch", "scopes": ["metrics"]},
          {"name": "admin", "scopes": ["admin"]},
          {"name": "slow", "requests_per_minute": 2},
          {"name": "small", "pixels_per_minute": 8192},
          {"name": "poor", "pixel_steps_per_day": 10000}
        ], "keys": [%s,
          {"id": "old", "sha256": "%s", "group": "openai", "expires": "2020-01-01"}
        ]}
        """
        .formatted(
            String.join(
                ",",
                List.of(
                        "openai", "gemini", "off", "some", "watch", "admin", "slow", "small",
                        "poor")
                    .stream()
                    .map(
                        name ->
                            "{\"id\": \"%1$s-key\", \"sha256\": \"%2$s\", \"group\": \"%1$s\"}"
                                .formatted(name, KeyHash.of(name).hex()))
                    .toList()),
            KeyHash.of("old").hex());
  }

  private HttpResponse<String> ask(String key, String method, String path, String json)
      throws Exception {
    HttpRequest.Builder request =
        server.http.request(path).header("content-type", "application/json");
    if (!key.isEmpty()) {
      request.header("authorization", "Bearer " + key);
    }
    return server.http.send(
        request.method(method, HttpRequest.BodyPublishers.ofString(json)).build());
  }

  private HttpResponse<String> generate(String key, String more) throws Exception {
    return ask(key, "POST", GENERATIONS, "{" + more + SMALL + "}");
  }

  private int get(String key, String path) throws Exception {
    return ask(key, "GET", path, "").statusCode();
  }

  @Test
  void answersAsAnImagesGatewayWithoutAModel() throws Exception {
    HttpResponse<String> answer =
        generate("openai", "\"n\": 1, \"response_format\": \"b64_json\", ");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"created\"", "\"b64_json\"");
    assertThat(generate("openai", "\"n\": 0, ").statusCode()).isEqualTo(400);
  }

  @Test
  void aGroupWithoutImagesHasNoImagesApi() throws Exception {
    for (String key : List.of("gemini", "off")) {
      for (String path : List.of(GENERATIONS, "/v1/images/edits", "/v3/gpt-image-2")) {
        HttpResponse<String> answer = ask(key, "POST", path, "{}");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
            .isEqualTo(
                "{\"error\":{\"type\":\"not_found_error\",\"message\":\"Images API is not supported"
                    + " for this platform\"}}");
      }
    }
  }

  @Test
  void anOpenAiGroupMayNameImageModelsOnly() throws Exception {
    for (String model : List.of("gpt-4", "other", "gpt-image")) {
      HttpResponse<String> answer = generate("openai", "\"model\": \"" + model + "\", ");
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"images endpoint requires"
                  + " an image model\"}}");
    }
    assertThat(
            ask("openai", "POST", "/v3/other/images/generations", "{" + SMALL + "}").statusCode())
        .isEqualTo(400);
    assertThat(generate("openai", "\"model\": \"gpt-image-9\", ").body())
        .contains("model_not_found");
  }

  @Test
  void aGroupMayNameItsModelsOnly() throws Exception {
    assertThat(generate("some", "\"model\": \"other\", ").statusCode()).isEqualTo(200);
    for (String more : List.of("", "\"model\": \"gpt-image-2\", ", "\"model\": \"none\", ")) {
      HttpResponse<String> answer = generate("some", more);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("permission_error", "'oth*'", "model_not_allowed");
    }
  }

  @Test
  void aWrongMissingOrExpiredKeyIsRefused() throws Exception {
    for (String key : List.of("", "wrong", "old", "OPENAI")) {
      HttpResponse<String> answer = generate(key, "");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("authentication_error", "invalid_api_key");
      assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    }
    for (String path :
        List.of(
            "/v3/models", "/v1/models/other", "/v1/config", "/metrics", "/v3/images/content/x")) {
      assertThat(get("", path)).as(path).isEqualTo(401);
    }
    assertThat(ask("", "POST", "/v1/config/reload", "").statusCode()).isEqualTo(401);
    for (String path :
        List.of(
            "/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/other", "/openapi.json")) {
      assertThat(get("", path)).as(path).isEqualTo(200);
    }
  }

  @Test
  void scopesSayWhatAKeyIsFor() throws Exception {
    assertThat(get("watch", "/metrics")).isEqualTo(200);
    assertThat(get("openai", "/metrics")).isEqualTo(403);
    assertThat(ask("admin", "POST", "/v1/config/reload", "").statusCode()).isEqualTo(200);
    assertThat(ask("openai", "POST", "/v1/config/reload", "").statusCode()).isEqualTo(403);
    for (String path : List.of("/v1/graphs", "/v1/graphs/other", "/v1/graphs/other/drawing")) {
      assertThat(get("admin", path)).isEqualTo(200);
      assertThat(get("openai", path)).isEqualTo(403);
      assertThat(get("", path)).isEqualTo(401);
    }
    HttpResponse<String> answer = generate("watch", "");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("permission_error", "'generate'", "insufficient_scope");
    String place =
        server
            .http
            .images
            .put(
                new StoredImage(
                    "image/png", List.of(ByteBuffer.wrap("x".getBytes(StandardCharsets.UTF_8)))),
                "key:openai-key")
            .toCompletableFuture()
            .join();
    String picture = place.substring(place.lastIndexOf('/') + 1);
    assertThat(get("openai", "/v3/images/content/" + picture)).isEqualTo(200);
    assertThat(get("some", "/v3/images/content/" + picture)).as("another's").isEqualTo(404);
    assertThat(get("shared", "/v3/images/content/" + picture)).isEqualTo(200);
    assertThat(get("watch", "/v3/images/content/" + picture)).isEqualTo(403);
  }

  @Test
  void theSharedKeyMayDoEverything() throws Exception {
    assertThat(generate("shared", "\"model\": \"other\", ").statusCode()).isEqualTo(200);
    assertThat(ask("shared", "POST", "/v1/config/reload", "").statusCode()).isEqualTo(200);
    assertThat(get("shared", "/metrics")).isEqualTo(200);
  }

  @Test
  void tooManyRequestsWait() throws Exception {
    HttpResponse<String> first = generate("slow", "");
    assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
    assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).contains("1");
    assertThat(first.headers().firstValue("x-ratelimit-reset-requests").get()).endsWith("s");
    assertThat(generate("slow", "").statusCode()).isEqualTo(200);
    HttpResponse<String> third = generate("slow", "");
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.body()).contains("rate_limit_error", "requests_per_minute of 2");
    assertThat(Integer.parseInt(third.headers().firstValue("retry-after").get())).isBetween(1, 30);
    assertThat(third.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
  }

  @Test
  void tooManyPixelsWaitAndTooLargeOnesNever() throws Exception {
    assertThat(generate("small", "\"n\": 2, ").statusCode()).isEqualTo(200);
    HttpResponse<String> more = generate("small", "");
    assertThat(more.statusCode()).isEqualTo(429);
    assertThat(more.body()).contains("rate_limit_exceeded", "pixels_per_minute of 8192");
    assertThat(more.headers().firstValue("retry-after")).isPresent();
    assertThat(more.headers().firstValue("x-ratelimit-limit-pixels")).contains("8192");
    HttpResponse<String> never = generate("small", "\"n\": 3, ");
    assertThat(never.statusCode()).isEqualTo(400);
    assertThat(never.body()).contains("limit_exceeded", "\"param\":\"size\"");
  }

  @Test
  void theBudgetOfADayIsKept() throws Exception {
    HttpResponse<String> first = generate("poor", "");
    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(first.headers().firstValue("x-ratelimit-remaining-pixel-steps")).contains("1808");
    assertThat(generate("poor", "").statusCode()).isEqualTo(429);
    ledger.close();
    store.close();
    openLedger();
    assertThat(ledger.pixelStepsToday("poor")).isEqualTo(64 * 64 * 2);
    LocalDate today = LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);
    assertThat(UsageBook.lines(store.counters(), today, today))
        .containsExactly(
            new UsageLine(today, "poor", "poor-key", new Usage(2, 64 * 64, 64 * 64 * 2)));
  }

  @Test
  void aReloadReadsTheKeysAgainAndTellsWhyItCannot() throws Exception {
    Path file = folder.resolve("access.json");
    Files.writeString(file, "{");
    HttpResponse<String> broken = ask("admin", "POST", "/v1/config/reload", "");
    assertThat(broken.statusCode()).isEqualTo(412);
    assertThat(broken.body()).contains("access.json:1:");
    assertThat(generate("openai", "").statusCode()).isEqualTo(200);
    Files.writeString(file, config().replace(KeyHash.of("openai").hex(), KeyHash.of("new").hex()));
    assertThat(ask("admin", "POST", "/v1/config/reload", "").statusCode()).isEqualTo(200);
    assertThat(generate("openai", "").statusCode()).isEqualTo(401);
    assertThat(generate("new", "").statusCode()).isEqualTo(200);
  }

  @Test
  void theNativeApiOfAnotherPlatformNamesTheRightPath() throws Exception {
    HttpResponse<String> answer =
        ask("openai", "POST", "/v1beta/models/gpt-image-2:generateContent", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("not_found_error", "/v1/images/generations");
  }
}
