package dev.easel.http.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.SimulatedServer;
import dev.easel.http.store.StoreLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that keep their pictures in one S3-compatible store. */
@Timeout(300)
class S3ImageStoreTest {

  private static final Duration HOUR = Duration.ofHours(1);

  /** Longer than any answer takes, and shorter than a test may wait for none. */
  private static final Duration PATIENT = Duration.ofSeconds(30);

  private static final Duration HASTY = Duration.ofSeconds(2);
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final String PICTURE =
      "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\", \"num_inference_steps\": 1,"
          + " \"rng_seed\": 7, \"response_format\": \"url\"}";

  @TempDir static Path root;
  private static S3Server s3;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    S3Server.signIn();
    s3 = S3Server.start(root);
  }

  @AfterAll
  static void end() throws IOException {
    S3Server.signOut();
    s3.close();
  }

  @Test
  void serversResolveEachOthersUrls() throws Exception {
    try (S3ImageStore a = open("shared/", HOUR, false);
        S3ImageStore b = open("shared/", HOUR, false);
        SimulatedServer one = server("one", a);
        SimulatedServer other = server("other", b)) {
      String url = url(one);
      assertThat(url).startsWith(one.http.base("/v3/images/content/"));
      String path = url.substring(one.http.base("").length());
      HttpResponse<byte[]> there = other.http.fetch(path);
      assertThat(there.statusCode()).isEqualTo(200);
      assertThat(there.headers().firstValue("content-type")).contains("image/png");
      assertThat(there.body()).isEqualTo(one.http.fetch(url).body());
      assertThat(new String(there.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
      String tag = there.headers().firstValue("etag").orElseThrow();
      assertThat(other.http.fetch(path, "if-none-match", tag).statusCode()).isEqualTo(304);
      String name = path.substring(path.lastIndexOf('/') + 1);
      assertThat(s3.objects("shared")).contains(name);
    }
  }

  @Test
  void namesThatAreNoPicturesLeadNowhere() throws Exception {
    s3.write("outside.png", "secret");
    s3.write("names/notes.png", "secret");
    try (S3ImageStore store = open("names/", HOUR, false);
        SimulatedServer server = server("sim", store)) {
      for (String name :
          List.of("notes.png", "..%2Foutside.png", "%2e%2e/outside.png", "A".repeat(32), "x")) {
        assertThat(server.http.get("/v3/images/content/" + name).statusCode())
            .as(name)
            .isEqualTo(404);
      }
    }
  }

  @Test
  void signsUrlsThatNeedNoServer() throws Exception {
    try (S3ImageStore store = open("signed/", HOUR, true);
        SimulatedServer server = server("sim", store)) {
      String url = url(server);
      assertThat(url)
          .startsWith("http://127.0.0.1")
          .contains("X-Amz-Signature=", "X-Amz-Expires=3600");
      assertThat(url).doesNotContain("secret");
      HttpResponse<byte[]> picture = server.http.fetch(url);
      assertThat(picture.statusCode()).isEqualTo(200);
      assertThat(new String(picture.body(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
      String other = url.replaceFirst("Expires=3600", "Expires=7200");
      assertThat(server.http.fetch(other).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void signedUrlsEndWithThePicturesTime() throws Exception {
    try (S3ImageStore store = open("brief/", Duration.ofSeconds(1), true);
        SimulatedServer server = server("sim", store)) {
      String url = url(server);
      while (server.http.fetch(url).statusCode() == 200) {
        Thread.onSpinWait();
      }
      assertThat(server.http.fetch(url).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void forgetsPicturesWhenTheirTimeIsOverAndNothingElse() throws Exception {
    s3.write("over/notes.txt", "mine");
    s3.write("over/below/" + "A".repeat(32) + ".png", "another's");
    try (S3ImageStore store = open("over/", Duration.ofSeconds(2), false);
        SimulatedServer server = server("sim", store)) {
      String url = url(server);
      while (server.http.fetch(url).statusCode() == 200) {
        Thread.onSpinWait();
      }
      assertThat(server.http.fetch(url).statusCode()).isEqualTo(404);
      store.sweep();
      assertThat(s3.objects("over"))
          .containsExactlyInAnyOrder("notes.txt", "below/" + "A".repeat(32) + ".png");
    }
  }

  @Test
  void refusesPicturesBeyondItsLimit() throws Exception {
    s3.write("huge/" + "B".repeat(32) + ".png", "x".repeat(5000));
    StoreLimits small = new StoreLimits(1, 300, HOUR);
    try (S3ImageStore store = S3ImageStore.open(s3.place("huge/"), small, false, PATIENT);
        SimulatedServer server = server("sim", store)) {
      HttpResponse<String> answer = server.http.post("/v3/images/generations", PICTURE);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("response_format", "b64_json");
      assertThat(server.http.get("/v3/images/content/" + "B".repeat(32) + ".png").statusCode())
          .isEqualTo(503);
    }
  }

  @Test
  void aStoreThatRefusesIsA503() throws Exception {
    S3Server.signInWrongly();
    try (S3ImageStore store = open("wrong/", HOUR, false);
        SimulatedServer server = server("sim", store)) {
      refused(server, "image_store_unavailable");
    } finally {
      S3Server.signIn();
    }
    try (S3ImageStore store =
            S3ImageStore.open(s3.place("no-such-bucket", ""), limits(HOUR), false, PATIENT);
        SimulatedServer server = server("other", store)) {
      refused(server, "image_store_unavailable");
    }
  }

  @Test
  void aStoreThatHangsOrIsGoneIsA503WithinItsTime() throws Exception {
    Path own = Files.createDirectory(folder.resolve("s3"));
    try (S3Server server = S3Server.start(own);
        S3ImageStore calm = S3ImageStore.open(server.place(""), limits(HOUR), false, PATIENT);
        S3ImageStore quick = S3ImageStore.open(server.place(""), limits(HOUR), false, HASTY);
        SimulatedServer patient = server("patient", calm);
        SimulatedServer hasty = server("hasty", quick)) {
      String path = url(patient).substring(patient.http.base("").length());
      server.freeze();
      refused(hasty, "image_store_unavailable");
      assertThat(hasty.http.fetch(path).statusCode()).isEqualTo(503);
      // What needs no store goes on meanwhile.
      String inline = PICTURE.replace("\"url\"", "\"b64_json\"");
      assertThat(hasty.http.post("/v3/images/generations", inline).statusCode()).isEqualTo(200);
      server.thaw();
      assertThat(patient.http.fetch(path).statusCode()).isEqualTo(200);
      server.kill();
      refused(hasty, "image_store_unavailable");
      assertThat(hasty.http.fetch(path).statusCode()).isEqualTo(503);
    }
  }

  /** Each byte comes in time, and all of them never. */
  @Test
  void aStoreThatDribblesIsA503WithinItsTime() throws Exception {
    try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread dribbles = new Thread(() -> dribble(door), "dribbling-store");
      dribbles.setDaemon(true);
      dribbles.start();
      URI address = URI.create("http://127.0.0.1:" + door.getLocalPort());
      S3Place place = new S3Place("slow", "", Optional.of(address), Optional.empty(), true);
      try (S3ImageStore store = S3ImageStore.open(place, limits(HOUR), false, HASTY);
          SimulatedServer server = server("sim", store)) {
        assertThat(server.http.get("/v3/images/content/" + "A".repeat(32)).statusCode())
            .isEqualTo(503);
      }
    }
  }

  private static void dribble(ServerSocket door) {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread each = new Thread(() -> dribble(client));
        each.setDaemon(true);
        each.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void dribble(Socket client) {
    try (client) {
      OutputStream out = client.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n".getBytes(StandardCharsets.UTF_8));
      out.write(
          "Last-Modified: Mon, 01 Jun 2026 10:00:00 GMT\r\n".getBytes(StandardCharsets.UTF_8));
      out.write("Date: Mon, 01 Jun 2026 10:00:00 GMT\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (true) {
        out.write('x');
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    } catch (IOException e) {
      // The reader has had enough.
    }
  }

  private static void refused(SimulatedServer server, String code) throws Exception {
    HttpResponse<String> answer = server.http.post("/v3/images/generations", PICTURE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(answer.body())
        .contains(code, "b64_json")
        .doesNotContain("127.0.0.1", "secret", "software.amazon");
  }

  private static S3ImageStore open(String prefix, Duration time, boolean presigns) {
    return S3ImageStore.open(s3.place(prefix), limits(time), presigns, PATIENT);
  }

  private static StoreLimits limits(Duration time) {
    return new StoreLimits(1, 1 << 20, time);
  }

  private SimulatedServer server(String name, S3ImageStore store) throws IOException {
    return SimulatedServer.open(
        Files.createDirectories(folder.resolve(name)),
        Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")),
        settings -> settings,
        store);
  }

  private static String url(SimulatedServer server) throws Exception {
    HttpResponse<String> answer = server.http.post("/v3/images/generations", PICTURE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Matcher url = URL.matcher(answer.body());
    assertThat(url.find()).as(answer.body()).isTrue();
    return url.group(1);
  }
}
