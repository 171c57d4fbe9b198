package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.UsageLedger;
import dev.easel.http.RawClient;
import dev.easel.http.auth.AccessRules;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is asked of upstreams counts towards the limits of a key's group. */
@Timeout(60)
class UpstreamLimitsTest {
  private static final long USUAL = 1024 * 1024;

  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  private final UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());

  private Gateway gateway(ScriptedServer.Script script, String limits) throws Exception {
    ScriptedServer upstream = ScriptedServer.open(script);
    open.add(upstream);
    Path file =
        Files.writeString(
            folder.resolve("access.json"),
            "{\"groups\": [{\"name\": \"g\", %s}], \"keys\": [{\"id\": \"k\", \"sha256\": \"%s\", \"group\": \"g\"}]}"
                .formatted(limits, KeyHash.of("key").hex()));
    Access access = Access.file(file, Optional.empty(), InstantSource.system(), Duration.ZERO);
    open.add(access);
    AccessRules rules = new AccessRules(access, Optional.of(new Meters(ledger)), false, false);
    Gateway gateway =
        Gateway.open(folder, Gateway.to(upstream.port(), ""), settings -> settings.with(rules));
    open.add(gateway);
    return gateway;
  }

  private static HttpRequest request(Gateway gateway, String more) {
    return gateway
        .http
        .request("/v1/images/generations")
        .header("content-type", "application/json")
        .header("authorization", "Bearer key")
        .POST(HttpRequest.BodyPublishers.ofString(Gateway.ask(more)))
        .build();
  }

  private static HttpResponse<String> generate(Gateway gateway, String more) throws Exception {
    return gateway.http.send(request(gateway, more));
  }

  private static ScriptedServer.Script saying(String answer) {
    return (request, connection) -> connection.write(answer);
  }

  @Test
  void countsWhatWasAskedFor() throws Exception {
    Gateway gateway = gateway(saying(ScriptedServer.picture()), "\"requests_per_minute\": 100");
    assertThat(generate(gateway, "").statusCode()).isEqualTo(200);
    assertThat(ledger.pixelStepsToday("g")).as("the usual size, one step").isEqualTo(USUAL);
    assertThat(generate(gateway, ", \"size\": \"auto\", \"n\": 2").statusCode()).isEqualTo(200);
    assertThat(ledger.pixelStepsToday("g")).isEqualTo(3 * USUAL);
    String asked = ", \"size\": \"512x256\", \"n\": 3, \"num_inference_steps\": 20";
    assertThat(generate(gateway, asked).statusCode()).isEqualTo(200);
    assertThat(ledger.pixelStepsToday("g")).isEqualTo(3 * USUAL + 512 * 256 * 3 * 20);
  }

  @Test
  void keepsTheMinutesAndTheDaysLimits() throws Exception {
    Gateway gateway =
        gateway(
            saying(ScriptedServer.picture()),
            "\"pixels_per_minute\": 2097152, \"pixel_steps_per_day\": 2100000");
    HttpResponse<String> never = generate(gateway, ", \"n\": 3");
    assertThat(never.statusCode()).isEqualTo(400);
    assertThat(never.body()).contains("limit_exceeded");
    HttpResponse<String> first = generate(gateway, ", \"n\": 2");
    assertThat(first.statusCode()).isEqualTo(200);
    HttpResponse<String> more = generate(gateway, "");
    assertThat(more.statusCode()).isEqualTo(429);
    assertThat(more.body()).contains("pixel_steps_per_day of 2100000");
    assertThat(more.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void givesBackWhatNothingWasMadeOf() throws Exception {
    String busy = ScriptedServer.answer(429, "Retry-After: 3600\r\n", "{}");
    Gateway gateway = gateway(saying(busy), "\"requests_per_minute\": 100");
    assertThat(generate(gateway, "").statusCode()).isEqualTo(429);
    assertThat(ledger.pixelStepsToday("g")).isZero();
  }

  @Test
  void countsWhatMayHaveBeenMade() throws Exception {
    Gateway gateway =
        gateway(saying(ScriptedServer.answer(500, "", "{}")), "\"requests_per_minute\": 100");
    assertThat(generate(gateway, "").statusCode()).isEqualTo(502);
    assertThat(gateway.http.get("/metrics").body())
        .contains(
            "easel_upstream_requests{name=\"up\",result=\"failed\",upstream=\"0\"} 1.0",
            "easel_upstream_requests{name=\"up\",result=\"answered\",upstream=\"0\"} 0.0",
            "easel_upstream_breaker{name=\"up\",state=\"closed\",upstream=\"0\"} 1.0",
            "easel_upstream_time_us_count{name=\"up\",upstream=\"0\"} 1",
            "easel_upstream_time_us_bucket{name=\"up\",upstream=\"0\",le=\"+Inf\"} 1")
        .doesNotContain("127.0.0.1");
    assertThat(ledger.pixelStepsToday("g")).isEqualTo(USUAL);
  }

  @Test
  void countsWhatAClientLeavesUnderWay() throws Exception {
    CountDownLatch come = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    Gateway gateway =
        gateway(
            (request, connection) -> {
              come.countDown();
              left.await();
            },
            "\"requests_per_minute\": 100");
    String body = Gateway.ask("");
    try (RawClient client = gateway.http.connect()) {
      client.send(
          "POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer key\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      come.await();
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(USUAL);
    }
    String cancelled = "easel_runs_cancelled{name=\"up\",reason=\"client_left\"} 1.0";
    while (!gateway.http.get("/metrics").body().contains(cancelled)) {
      Thread.onSpinWait();
    }
    assertThat(ledger.pixelStepsToday("g")).isEqualTo(USUAL);
    left.countDown();
  }
}
