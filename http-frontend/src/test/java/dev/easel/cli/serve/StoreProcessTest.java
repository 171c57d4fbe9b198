package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.http.SimulatedServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in a folder, through processes that end as they like. */
@Timeout(300)
class StoreProcessTest {
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final String REQUEST =
      "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"256x256\", \"n\": 4,"
          + " \"num_inference_steps\": 1, \"response_format\": \"url\"}";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private Path config;
  private Path pictures;
  private String port;

  @BeforeEach
  void write() throws IOException {
    config =
        SimulatedServer.write(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    pictures = folder.resolve("kept");
    port = String.valueOf(Program.freePort());
  }

  /** Under load, so that it is killed in the middle of some picture or other. */
  @Test
  void whatAUrlNamesOutlivesKill9() throws Exception {
    List<String> urls = new ArrayList<>();
    try (Program program = serve()) {
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        clients.add(CompletableFuture.runAsync(() -> askUntilRefused(urls)));
      }
      while (count(urls) < 20) {
        Thread.onSpinWait();
      }
      program.kill();
      clients.forEach(CompletableFuture::join);
    }
    try (Program program = serve()) {
      assertThat(program.out()).contains("sim");
      for (String url : urls) {
        HttpResponse<byte[]> answer = get(url);
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getWidth()).isEqualTo(256);
      }
    }
    try (Stream<Path> names = Files.list(pictures)) {
      for (Path file : names.toList()) {
        boolean isUnfinished = String.valueOf(file.getFileName()).startsWith(".new-");
        assertThat(isUnfinished || ImageIO.read(file.toFile()) != null).as("%s", file).isTrue();
      }
    }
  }

  @Test
  void presignedUrlsAndAKeyAreAMistakeUnlessPicturesArePublic() throws Exception {
    Path key = Files.writeString(folder.resolve("key"), "sesame");
    try (Program program =
        start(
            "--api_key_file",
            key.toString(),
            "--image_store",
            "s3://pictures",
            "--image_store_endpoint",
            "http://127.0.0.1:9",
            "--image_store_urls",
            "presigned")) {
      assertThat(program.status()).isEqualTo(64);
      assertThat(program.err()).contains("add public_images if that is meant");
    }
  }

  /** A store that is down keeps no server from starting, and no secret reaches log or client. */
  @Test
  void startsWithoutItsStore() throws Exception {
    try (Program program =
        Program.easel(
            folder,
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret-of-the-store"),
            arguments(
                "--log_level",
                "TRACE",
                "--image_store",
                "s3://pictures/a",
                "--image_store_path_style",
                "--image_store_endpoint",
                "http://127.0.0.1:" + Program.freePort()))) {
      program.await(out -> out.contains("curl "));
      HttpResponse<String> answer = post();
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(answer.body()).contains("image_store_unavailable");
      assertThat(program.end()).isZero();
      assertThat(program.err() + program.out())
          .contains("pictures cannot be kept in s3://pictures/a/ at http://127.0.0.1")
          .doesNotContain("secret-of-the-store");
    }
  }

  private void askUntilRefused(List<String> urls) {
    while (true) {
      try {
        Matcher url = URL.matcher(post().body());
        while (url.find()) {
          synchronized (urls) {
            urls.add(url.group(1));
          }
        }
      } catch (IOException e) {
        return;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static int count(List<String> urls) {
    synchronized (urls) {
      return urls.size();
    }
  }

  private Program serve() throws Exception {
    Program program = start("--image_store", pictures.toString());
    program.await(out -> out.contains("curl "));
    return program;
  }

  private Program start(String... more) throws IOException {
    return Program.easel(folder, Map.of(), arguments(more));
  }

  private String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(List.of("serve", "--rest_port", port, "--rest_bind_address", "127.0.0.1"));
    all.addAll(List.of("--config_path", config.toString()));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private HttpResponse<String> post() throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/images/generations"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(REQUEST))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }
}
