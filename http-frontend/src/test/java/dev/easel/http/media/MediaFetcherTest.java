package dev.easel.http.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.media.MediaSource;
import dev.easel.http.SimulatedServer;
import dev.easel.http.outgoing.AddressRules;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that requests name by their address. */
@Timeout(120)
class MediaFetcherTest {
  private static final int MOST_BYTES = 10_000;
  private static final String HOST = "127.0.0.1";

  @TempDir private Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private HttpServer host;
  private byte[] picture;

  @BeforeEach
  void openHost() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", out);
    picture = out.toByteArray();
    host = HttpServer.create(new InetSocketAddress(InetAddress.getAllByName(HOST)[0], 0), 0);
    host.setExecutor(threads);
    host.createContext("/a.png", exchange -> answer(exchange, 200, picture));
    host.createContext("/long", exchange -> answer(exchange, 200, new byte[MOST_BYTES + 1]));
    host.createContext("/missing", exchange -> answer(exchange, 404, new byte[0]));
    host.createContext(
        "/text", exchange -> answer(exchange, 200, "no picture".getBytes(StandardCharsets.UTF_8)));
    host.createContext(
        "/chunks",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[2 * MOST_BYTES]);
          exchange.close();
        });
    host.createContext("/here", exchange -> lead(exchange, "/a.png"));
    host.createContext("/round", exchange -> lead(exchange, "/round"));
    host.createContext("/away", exchange -> lead(exchange, "http://example.com/a.png"));
    host.createContext("/file", exchange -> lead(exchange, "file:///etc/passwd"));
    host.createContext(
        "/stall",
        exchange -> {
          stalled.countDown();
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    host.start();
  }

  @AfterEach
  void closeHost() {
    letGo.countDown();
    host.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    asked.incrementAndGet();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void lead(HttpExchange exchange, String location) throws IOException {
    asked.incrementAndGet();
    exchange.getResponseHeaders().set("Location", location);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private String url(String path) {
    return "http://" + HOST + ":" + host.getAddress().getPort() + path;
  }

  private static MediaFetcher fetcher(boolean allowsPrivate, Duration timeout, String... domains) {
    return MediaFetcher.open(
        new MediaSettings(
            List.of(domains), new AddressRules(allowsPrivate), MOST_BYTES, MOST_BYTES, timeout));
  }

  private static MediaFetcher fetcher() {
    return fetcher(true, Duration.ofSeconds(60), HOST);
  }

  private static void assertRefused(MediaFetcher media, String url, String why) {
    assertThatThrownBy(
            () -> {
              try {
                media.fetch("image", media.address("image", url)).join();
              } catch (CompletionException e) {
                throw e.getCause();
              }
            })
        .isInstanceOf(RequestException.class)
        .hasMessageStartingWith("image: ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a.png", "/here"})
  void fetchesFromAnAllowedHost(String path) {
    try (MediaFetcher media = fetcher()) {
      URI address = media.address("image", url(path));
      assertThat(media.fetch("image", address).join().bytes()).isEqualTo(ByteBuffer.wrap(picture));
    }
  }

  @Test
  void refusesOtherHostsAndWhereTheyWouldLead() {
    try (MediaFetcher media = fetcher()) {
      String domain = "Given url does not match any allowed domain from allowed_media_domains";
      assertRefused(media, "http://example.com/a.png", domain);
      assertRefused(media, "https://127.0.0.1.example.com/a.png", domain);
      assertRefused(media, url("/away"), domain + "; the host is example.com");
      assertRefused(media, url("/file"), "only http:// and https:// URLs");
      assertRefused(media, url("/round"), "leads on more than 3 times");
      assertRefused(media, "http://someone@" + HOST + "/a.png", "without a user");
      assertRefused(media, "http://" + HOST + "/ a", "it is no URL");
    }
  }

  @Test
  void refusesPrivateAddressesWhateverTheyAreCalled() {
    try (MediaFetcher media = fetcher(false, Duration.ofSeconds(60), "all")) {
      for (String name : List.of(HOST, "localhost", "[::1]", "169.254.169.254", "10.0.0.1")) {
        String url = "http://" + name + ":" + host.getAddress().getPort() + "/a.png";
        assertRefused(media, url, "its address is a private one");
      }
    }
    assertThat(asked).hasValue(0);
  }

  @Test
  void refusesWhatIsTooLongOrNotThere() {
    try (MediaFetcher media = fetcher()) {
      assertRefused(media, url("/long"), "the file has more than 10000 bytes");
      assertRefused(media, url("/chunks"), "the file has more than 10000 bytes");
      assertRefused(media, url("/missing"), HOST + " answered 404");
    }
  }

  @Test
  void givesUpAHostThatDoesNotAnswer() {
    try (MediaFetcher media = fetcher(true, Duration.ofMillis(200), HOST)) {
      assertRefused(media, url("/stall"), HOST + " did not answer within 0 s");
    }
  }

  @Test
  void takesNoMoreMemoryThanItMayUntilRunsEnd() throws Exception {
    host.createContext("/half", exchange -> answer(exchange, 200, new byte[MOST_BYTES / 2 + 1]));
    try (MediaFetcher media = fetcher()) {
      URI half = media.address("image", url("/half"));
      MediaSource.Fetched first = media.fetch("image", half).join();
      assertThatThrownBy(() -> media.fetch("image", half).join())
          .hasCauseInstanceOf(RetryLaterException.class);
      first.close();
      first.close();
      media.fetch("image", half).join().close();
    }
  }

  private SimulatedServer serve(MediaFetcher media) throws IOException {
    return SimulatedServer.open(
        folder,
        Map.of("sim", SimulatedServer.simulated("")),
        settings -> settings,
        new MemoryImageStore(StoreLimits.DEFAULT),
        graphs -> graphs.withService(MediaSource.SERVICE, (MediaSource) media));
  }

  private static String edit(String image) {
    return "{\"model\": \"sim\", \"prompt\": \"a cat\", \"image\": %s}".formatted(image);
  }

  private static JsonNode error(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return new ObjectMapper().readTree(answer.body()).path("error");
  }

  @Test
  void editsAnImageThatIsNamedByItsAddress() throws Exception {
    try (MediaFetcher media = fetcher();
        SimulatedServer server = serve(media)) {
      String path = "/v3/images/edits";
      for (String image :
          List.of(
              "{\"image_url\": \"%s\"}",
              "{\"image_url\": {\"url\": \"%s\"}}", "\"%s\"", "[\"%s\"]")) {
        HttpResponse<String> answer = server.http.post(path, edit(image.formatted(url("/a.png"))));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
      JsonNode text = error(server.http.post(path, edit("\"" + url("/text") + "\"")));
      assertThat(text.path("param").asText()).isEqualTo("image");
      JsonNode missing =
          error(server.http.post(path, edit("{\"image_url\": \"" + url("/missing") + "\"}")));
      assertThat(missing.path("param").asText()).isEqualTo("image.image_url");
      assertThat(missing.path("message").asText()).contains(HOST + " answered 404");
      int before = asked.get();
      JsonNode wrong =
          error(server.http.post(path, edit("\"" + url("/a.png") + "\", \"size\": \"64by64\"")));
      assertThat(wrong.path("param").asText()).isEqualTo("size");
      assertThat(asked).as("nothing is fetched for a wrong request").hasValue(before);
    }
  }

  @Test
  void holdsNobodyUpWhileItFetchesAndStopsWithItsClient() throws Exception {
    try (MediaFetcher media = fetcher();
        SimulatedServer server = serve(media)) {
      CompletableFuture<HttpResponse<String>> slow =
          server.http.postAsync("/v3/images/edits", edit("\"" + url("/stall") + "\""));
      stalled.await();
      HttpResponse<String> other =
          server.http.post("/v3/images/generations", "{\"model\": \"sim\", \"prompt\": \"a\"}");
      assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
      slow.cancel(true);
      server.awaitRest("sim");
    }
  }
}
