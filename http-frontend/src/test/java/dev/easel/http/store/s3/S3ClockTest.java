package dev.easel.http.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.cli.SetClock;
import dev.easel.http.SimulatedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server whose clock is set while its pictures are in an S3-compatible store. */
@Timeout(240)
class S3ClockTest {
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final String PICTURE =
      "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\", \"num_inference_steps\": 1,"
          + " \"response_format\": \"url\"}";

  @TempDir private Path folder;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Requests are signed with the time, which the store then calls wrong. */
  @Test
  void findsAndKeepsPicturesWhateverTimeItThinksItIs() throws Exception {
    SetClock clock = SetClock.in(folder);
    Path config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    int port = Program.freePort();
    try (S3Server s3 = S3Server.start(folder)) {
      Map<String, String> environment = new HashMap<>(clock.environment());
      environment.putAll(s3.environment());
      List<String> flags =
          new ArrayList<>(List.of("--config_path", config.toString(), "--image_store_path_style"));
      flags.addAll(List.of("--image_store", s3.uri("clock"), "--image_store_endpoint", s3.url()));
      try (Program program =
          Program.server(folder, environment, port, flags.toArray(String[]::new))) {
        program.await(out -> out.contains("Easel is ready"));
        List<String> kept = new ArrayList<>();
        for (String jump : List.of("+0d", "+2d", "-2d", "-1h", "+0d")) {
          clock.jump(jump);
          HttpResponse<String> made =
              send(
                  HttpRequest.newBuilder(
                          URI.create("http://127.0.0.1:" + port + "/v1/images/generations"))
                      .header("content-type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString(PICTURE)));
          assertThat(made.statusCode())
              .as("%s: %s%n%s%s", jump, made.body(), program.out(), program.err())
              .isEqualTo(200);
          Matcher url = URL.matcher(made.body());
          assertThat(url.find()).isTrue();
          kept.add(url.group(1));
          for (String each : kept) {
            assertThat(send(HttpRequest.newBuilder(URI.create(each))).statusCode())
                .as("%s: %s of %s", jump, each, kept)
                .isEqualTo(200);
          }
        }
      }
    }
  }
}
