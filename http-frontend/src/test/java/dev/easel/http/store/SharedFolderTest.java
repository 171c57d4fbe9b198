package dev.easel.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.easel.http.SimulatedServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.http.server.ServerSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that keep their pictures in one folder. */
@Timeout(60)
class SharedFolderTest {

  private static final StoreLimits LIMITS = new StoreLimits(100, 1 << 20, Duration.ofHours(1));
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final String PICTURES =
      "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\", \"num_inference_steps\": 1,"
          + " \"n\": 2, \"response_format\": \"url\"}";

  @TempDir Path root;

  @Test
  void serversResolveEachOthersUrlsAndThoseOfBeforeARestart() throws Exception {
    String path;
    byte[] picture;
    try (FolderImageStore a = open();
        FolderImageStore b = open();
        SimulatedServer one = server("one", a, it -> it);
        SimulatedServer other = server("other", b, it -> it)) {
      HttpResponse<String> answer = one.http.post("/v3/images/generations", PICTURES);
      Matcher urls = URL.matcher(answer.body());
      assertThat(urls.find()).as(answer.body()).isTrue();
      String first = urls.group(1);
      assertThat(urls.find()).isTrue();
      assertThat(urls.group(1)).isNotEqualTo(first);
      picture = one.http.fetch(first).body();
      assertThat(new String(picture, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
      path = first.substring(one.http.base("").length());
      assertThat(other.http.fetch(path).body()).isEqualTo(picture);
    }
    try (FolderImageStore again = open();
        SimulatedServer server = server("again", again, it -> it)) {
      HttpResponse<byte[]> answer = server.http.fetch(path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("image/png");
      assertThat(answer.body()).isEqualTo(picture);
      String tag = answer.headers().firstValue("etag").orElseThrow();
      HttpResponse<byte[]> known = server.http.fetch(path, "if-none-match", "\"x\", W/" + tag);
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(known.body()).isEmpty();
      assertThat(known.headers().firstValue("content-length")).isEmpty();
      assertThat(server.http.fetch(path, "if-none-match", "\"x\"").statusCode()).isEqualTo(200);
      HttpRequest head =
          server.http.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
      assertThat(server.http.send(head).headers().firstValueAsLong("content-length"))
          .hasValue(picture.length);
    }
  }

  @Test
  void theKeyGuardsWhatIsInAFolderToo() throws Exception {
    Path file = Files.writeString(root.resolve("key"), "sesame");
    AccessRules rules =
        AccessRules.shared(ApiKey.load(Optional.of(file), Optional.empty()).orElseThrow(), false);
    try (FolderImageStore store = open();
        SimulatedServer server = server("sim", store, settings -> settings.with(rules))) {
      String key = "A".repeat(32) + ".png";
      Files.writeString(root.resolve("pictures").resolve(key), "picture");
      String path = "/v3/images/content/" + key;
      assertThat(server.http.fetch(path).statusCode()).isEqualTo(401);
      assertThat(server.http.fetch(path, "authorization", "Bearer sesame").statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void namesThatAreNoPicturesLeadNowhere() throws Exception {
    Files.writeString(root.resolve("outside.png"), "secret");
    try (FolderImageStore store = open();
        SimulatedServer server = server("sim", store, it -> it)) {
      for (String name :
          List.of("..%2Foutside.png", "%2e%2e/outside.png", "%2Fetc%2Fpasswd", "A".repeat(32))) {
        assertThat(server.http.get("/v3/images/content/" + name).statusCode())
            .as(name)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void aFullDiskIsA507AndAFolderThatIsGoneA503() throws Exception {
    Path disk = Files.createDirectory(root.resolve("pictures"));
    boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString());
    assumeThat(isMounted).as("a file system can be mounted").isTrue();
    try (FolderImageStore store = open();
        SimulatedServer server = server("sim", store, it -> it)) {
      Files.write(disk.resolve("others"), new byte[64 << 10]);
      HttpResponse<String> full = server.http.post("/v3/images/generations", PICTURES);
      assertThat(full.statusCode()).as(full.body()).isEqualTo(507);
      assertThat(full.body()).contains("image_store_full", "b64_json").doesNotContain("/");
      String inline = PICTURES.replace("\"url\"", "\"b64_json\"");
      assertThat(server.http.post("/v3/images/generations", inline).statusCode()).isEqualTo(200);
      Files.delete(disk.resolve("others"));
      assertThat(server.http.post("/v3/images/generations", PICTURES).statusCode()).isEqualTo(200);
      run("umount", "-l", disk.toString());
      Files.delete(disk);
      HttpResponse<String> gone = server.http.post("/v3/images/generations", PICTURES);
      assertThat(gone.statusCode()).as(gone.body()).isEqualTo(503);
      assertThat(gone.body()).contains("image_store_unavailable");
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private FolderImageStore open() {
    return FolderImageStore.open(root.resolve("pictures"), LIMITS);
  }

  private SimulatedServer server(
      String name, FolderImageStore store, UnaryOperator<ServerSettings> change)
      throws IOException {
    return SimulatedServer.open(
        Files.createDirectories(root.resolve(name)),
        Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")),
        change,
        store);
  }
}
