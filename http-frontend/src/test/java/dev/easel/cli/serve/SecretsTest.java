package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server is told in confidence stands in no log, however much it logs, and in no answer. */
@Timeout(600)
class SecretsTest {
  private static final String SHARED_KEY = "shared-key-81c2";
  private static final String GROUP_KEY = "group-key-5d07";
  private static final String UPSTREAM_KEY = "upstream-key-e6a4";
  private static final String STORE_SECRET = "store-secret-93fb";
  private static final String STORE_SESSION = "store-session-7be1";
  private static final String PASSWORD = "redis-password-2a9c";
  private static final String HUB_TOKEN = "hf_hub-token-4b90";
  private static final String SIGNING =
      Base64.getEncoder()
          .encodeToString("signing-secret-0f35-of-32-bytes-".getBytes(StandardCharsets.UTF_8));

  private static final String UPSTREAM =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:request"
      output_stream: "HTTP_RESPONSE_PAYLOAD:response"
      node {
        name: "upstream"
        calculator: "UpstreamImagesCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:request"
        input_stream: "LOOPBACK:turn"
        input_stream_info { tag_index: "LOOPBACK" back_edge: true }
        input_side_packet: "UPSTREAMS:upstreams"
        output_stream: "HTTP_RESPONSE_PAYLOAD:response"
        output_stream: "LOOPBACK:turn"
        node_options {
          [type.googleapis.com/mediapipe.UpstreamImagesCalculatorOptions] {
            upstreams { base_url: "http://127.0.0.1:%d/v1" api_key_file: "%s" }
            models { name: "far" }
          }
        }
      }
      """;

  @TempDir private Path folder;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String ask(int port, String path, String key, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                body.isEmpty()
                    ? request.GET().build()
                    : request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.headers().map() + " " + answer.body() + "\n";
  }

  private static void assertNothingTold(String said) {
    assertThat(said)
        .doesNotContain(
            SHARED_KEY,
            GROUP_KEY,
            UPSTREAM_KEY,
            STORE_SECRET,
            STORE_SESSION,
            PASSWORD,
            HUB_TOKEN,
            SIGNING,
            "signing-secret");
  }

  @Test
  void noSecretIsLoggedOrAnswered() throws Exception {
    Path config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    Path upstreamKey = file("upstream-key", UPSTREAM_KEY + "\n");
    Path far = Files.createDirectories(folder.resolve("far")).resolve("graph.pbtxt");
    Files.writeString(far, UPSTREAM.formatted(Program.freePort(), upstreamKey));
    Files.writeString(
        config, "{\"mediapipe_config_list\": [{\"name\": \"sim\"}, {\"name\": \"far\"}]}");
    Path access =
        file(
            "access.json",
            "{\"groups\": [{\"name\": \"all\", \"scopes\": [\"generate\", \"admin\"]}],"
                + " \"keys\": [{\"id\": \"one\", \"sha256\": \"%s\", \"group\": \"all\"}]}"
                    .formatted(sha256(GROUP_KEY)));
    int port = Program.freePort();
    StringBuilder said = new StringBuilder();
    try (Program program =
        Program.server(
            folder,
            Map.of(
                "AWS_ACCESS_KEY_ID", "id",
                "AWS_SECRET_ACCESS_KEY", STORE_SECRET,
                "AWS_SESSION_TOKEN", STORE_SESSION,
                "EASEL_LOG_LEVEL", "TRACE",
                "EASEL_ERROR_DETAILS", "true"),
            port,
            "--config_path",
            config.toString(),
            "--api_key_file",
            file("key", SHARED_KEY + "\n").toString(),
            "--access_config",
            access.toString(),
            "--task_store",
            folder.resolve("tasks").toString(),
            "--webhook_secret_file",
            file("signing", "whsec_" + SIGNING + "\n").toString(),
            "--image_store",
            "s3://pictures/a",
            "--image_store_path_style",
            "--image_store_endpoint",
            "http://127.0.0.1:" + Program.freePort())) {
      program.await(out -> out.contains("curl "));
      String images = "/v3/images/generations";
      String picture =
          "{\"model\": \"%s\", \"prompt\": \"a\", \"size\": \"64x64\", \"num_inference_steps\":"
              + " 1%s}";
      for (String key : List.of(SHARED_KEY, GROUP_KEY)) {
        said.append(ask(port, images, key, picture.formatted("sim", "")));
        said.append(
            ask(port, images, key, picture.formatted("sim", ", \"response_format\": \"url\"")));
        said.append(ask(port, images, key, picture.formatted("far", "")));
        said.append(ask(port, images, key, picture.formatted("none", "")));
        said.append(ask(port, images, key, "{"));
        said.append(ask(port, images + "/async", key, picture.formatted("sim", "")));
        said.append(ask(port, "/v1/config", key, ""));
        said.append(ask(port, "/v2/health/ready?verbose", key, ""));
        said.append(ask(port, "/no/such/path", key, ""));
      }
      said.append(ask(port, images, "wrong-" + GROUP_KEY.length(), picture.formatted("sim", "")));
      // What was to be seen was seen: pictures, an upstream and a store that failed, a refusal.
      assertThat(said).contains("200 ", "503 ", "401 ", "400 ", "404 ");
      assertThat(program.end()).isZero();
      assertThat(program.err()).contains("TRACE").contains("upstream");
      assertNothingTold(said + program.out() + program.err());
    }
  }

  @Test
  void thePasswordOfAStoreThatIsAwayIsNotTold() throws Exception {
    Path config = file("config.json", "{\"model_config_list\": []}");
    String address = "redis://:" + PASSWORD + "@127.0.0.1:" + Program.freePort();
    try (Program program =
        Program.easel(
            folder,
            Map.of("EASEL_TASK_STORE", address, "EASEL_LOG_LEVEL", "TRACE"),
            "--rest_port",
            String.valueOf(Program.freePort()),
            "--config_path",
            config.toString())) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("task_store cannot be opened");
      assertNothingTold(program.out() + program.err());
    }
  }

  @Test
  void theTokenThatAHubRefusesIsNotTold() throws Exception {
    HttpServer hub =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/",
        exchange -> {
          boolean isSent =
              ("Bearer " + HUB_TOKEN)
                  .equals(exchange.getRequestHeaders().getFirst("authorization"));
          exchange.sendResponseHeaders(isSent ? 403 : 404, -1);
          exchange.close();
        });
    hub.start();
    String address = "http://127.0.0.1:" + hub.getAddress().getPort();
    try (Program program =
        Program.easel(
            folder,
            Map.of("HF_TOKEN", HUB_TOKEN, "HF_ENDPOINT", address, "EASEL_LOG_LEVEL", "TRACE"),
            "--rest_port",
            String.valueOf(Program.freePort()),
            "--task",
            "image_generation",
            "--source_model",
            "OpenVINO/model",
            "--model_repository_path",
            folder.toString())) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("answers 403: the token is not valid");
      assertNothingTold(program.out() + program.err());
    } finally {
      hub.stop(0);
    }
  }

  @Test
  void aPasswordOnTheCommandLineIsWarnedOf() throws Exception {
    Path config = file("config.json", "{\"model_config_list\": []}");
    try (Program program =
        Program.easel(
            folder,
            Map.of(),
            "--rest_port",
            String.valueOf(Program.freePort()),
            "--config_path",
            config.toString(),
            "--task_store",
            "redis://:" + PASSWORD + "@127.0.0.1:" + Program.freePort())) {
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("EASEL_TASK_STORE");
      assertNothingTold(program.out() + program.err());
    }
  }
}
