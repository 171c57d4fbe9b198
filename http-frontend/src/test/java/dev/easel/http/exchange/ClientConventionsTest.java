package dev.easel.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.http.SimulatedServer;
import dev.easel.http.TestServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of other servers expect of addresses. */
@Timeout(60)
class ClientConventionsTest {
  private static final String BODY =
      "{\"model\": \"%s\", \"prompt\": \"x\", \"size\": \"64x64\", \"num_inference_steps\": 1}";

  @TempDir private Path folder;

  @FunctionalInterface
  private interface Check {
    void on(TestServer server) throws Exception;
  }

  private void serve(UnaryOperator<ServerSettings> change, Check check) throws Exception {
    Path config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    ImageStore images =
        new MemoryImageStore(new StoreLimits(10, 10_000_000, Duration.ofMinutes(1)));
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorRegistry.standard()).withPoll(Duration.ZERO);
    GraphSettings graphs =
        settings
            .graphs()
            .withService(ImageStore.SERVICE, images)
            .withService(ImageStore.PREFERRED, true);
    try (ServableRepository repository =
        ServableRepository.open(RepositorySource.configFile(config), settings.withGraphs(graphs))) {
      repository.load();
      repository.awaitFirstLoad();
      try (TestServer server = TestServer.of(change, repository)) {
        check.on(server);
      }
    }
  }

  private static HttpResponse<String> post(
      TestServer server, String path, String model, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = server.request(path).header("content-type", "application/json");
    headers.forEach(request::header);
    return server.send(
        request.POST(HttpRequest.BodyPublishers.ofString(BODY.formatted(model))).build());
  }

  private static String url(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body()).at("/data/0/url").asText();
  }

  @Test
  void answersAzuresClients() throws Exception {
    AccessRules rules = AccessRules.shared(ApiKey.of("secret"), false);
    serve(
        settings -> settings.with(rules),
        server -> {
          String path = "/openai/deployments/sim/images/generations?api-version=2025-04-01";
          assertThat(post(server, path, "dall-e-3", Map.of("api-key", "secret")).statusCode())
              .isEqualTo(200);
          assertThat(post(server, path, "dall-e-3", Map.of("api-key", "other")).statusCode())
              .isEqualTo(401);
        });
  }

  @Test
  void namesUrlsUnderThePrefixesOfTheRequest() throws Exception {
    serve(
        settings -> settings.with(Callers.behind(List.of("127.0.0.0/8"))),
        server -> {
          String plain = url(post(server, "/v1/images/generations", "sim", Map.of()));
          assertThat(plain).startsWith("http://").contains("/v1/images/content/");
          String proxied =
              url(
                  post(
                      server,
                      "/v3/images/generations",
                      "sim",
                      Map.of(
                          "X-Forwarded-Proto", "https",
                          "X-Forwarded-Host", "pictures.example",
                          "X-Forwarded-Prefix", "/art/")));
          assertThat(proxied).startsWith("https://pictures.example/art/v3/images/content/");
        });
  }
}
