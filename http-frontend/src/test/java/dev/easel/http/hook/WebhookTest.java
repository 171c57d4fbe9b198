package dev.easel.http.hook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.easel.http.desk.TaskServer;
import dev.easel.http.desk.call.DeskSettings;
import dev.easel.http.outgoing.AddressRules;
import dev.easel.store.delivery.Delivery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ends of tasks as a real target hears of them. */
@Timeout(60)
class WebhookTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private Optional<Path> authorities = Optional.empty();

  /** What a target was sent. */
  private record Heard(String id, String timestamp, String signature, String body) {}

  /** A target that answers with these, one after another, and with the last for ever. */
  private static final class Target implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final List<Integer> answers;

    Target(Integer... answers) throws Exception {
      this.answers = new ArrayList<>(List.of(answers));
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/hook",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int status;
            synchronized (this.answers) {
              status = this.answers.size() > 1 ? this.answers.remove(0) : this.answers.get(0);
            }
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            heard.add(
                new Heard(
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    exchange.getRequestHeaders().getFirst("webhook-timestamp"),
                    exchange.getRequestHeaders().getFirst("webhook-signature"),
                    body));
          });
      server.createContext("/elsewhere", exchange -> heard.add(new Heard("", "", "", "followed")));
      server.start();
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    Heard next() throws InterruptedException {
      Heard next = heard.poll(30, TimeUnit.SECONDS);
      assertThat(next).as("a message").isNotNull();
      return next;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private TaskServer server(boolean allowsPrivate, Duration... pauses) throws Exception {
    return server(Duration.ofSeconds(5), allowsPrivate, pauses);
  }

  private TaskServer server(Duration timeout, boolean allowsPrivate, Duration... pauses)
      throws Exception {
    DeskSettings settings = TaskServer.settings(true);
    return TaskServer.open(
        folder,
        1,
        settings,
        Optional.of(
            new WebhookSettings(
                WebhookSecret.parse(SECRET),
                new AddressRules(allowsPrivate),
                timeout,
                List.of(pauses),
                authorities)));
  }

  private static String submit(TaskServer server, String url) throws Exception {
    return server.submit(2, ", \"webhook_url\": \"" + url + "\"").path("id").asText();
  }

  private static Delivery await(TaskServer server, String id, Delivery.State state)
      throws Exception {
    Optional<Delivery> seen = server.store.deliveries().find(id);
    while (seen.map(Delivery::state).filter(state::equals).isEmpty()) {
      Thread.onSpinWait();
      seen = server.store.deliveries().find(id);
    }
    return seen.get();
  }

  private void keytool(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(words));
    command.addAll(
        List.of(
            "-alias",
            "x",
            "-keystore",
            folder.resolve("store").toString(),
            "-storepass",
            PASSWORD));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  /** A target whose certificate is signed by nobody but itself. */
  private HttpsServer selfSigned(BlockingQueue<String> heard) throws Exception {
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-ext",
        "san=ip:127.0.0.1",
        "-validity",
        "2");
    keytool("-exportcert", "-rfc", "-file", folder.resolve("ca.pem").toString());
    KeyStore keys = KeyStore.getInstance(folder.resolve("store").toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(factory.getKeyManagers(), null, null);
    HttpsServer target =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.setHttpsConfigurator(new HttpsConfigurator(tls));
    target.createContext(
        "/hook",
        exchange -> {
          heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    target.start();
    return target;
  }

  @Test
  @Timeout(240) // starts two processes that make the certificate
  void tellsAnHttpsTargetOnlyWhomItTrusts() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    HttpsServer target = selfSigned(heard);
    String url = "https://127.0.0.1:" + target.getAddress().getPort() + "/hook";
    try {
      try (TaskServer server = server(true)) {
        Delivery refused = await(server, submit(server, url), Delivery.State.DEAD);
        assertThat(refused.reason()).contains("certification path");
        assertThat(heard).isEmpty();
      }
      authorities = Optional.of(folder.resolve("ca.pem"));
      try (TaskServer server = server(true)) {
        await(server, submit(server, url), Delivery.State.DELIVERED);
        assertThat(heard.take()).contains("image.task.completed");
      }
    } finally {
      target.stop(0);
    }
  }

  @Test
  void tellsTheEndSignedAsTheSpecificationSays() throws Exception {
    try (Target target = new Target(204);
        TaskServer server = server(true)) {
      String id = submit(server, target.url());
      Heard heard = target.next();
      JsonNode message = new ObjectMapper().readTree(heard.body());
      assertThat(message.path("type").asText()).isEqualTo("image.task.completed");
      assertThat(message.at("/data/id").asText()).isEqualTo(id);
      assertThat(message.at("/data/status").asText()).isEqualTo("completed");
      assertThat(message.at("/data").has("result")).isFalse();
      assertThat(heard.id()).isEqualTo("msg_" + id);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
      String signed = heard.id() + "." + heard.timestamp() + "." + heard.body();
      assertThat(heard.signature())
          .isEqualTo(
              "v1,"
                  + Base64.getEncoder()
                      .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
      assertThat(await(server, id, Delivery.State.DELIVERED).attempts()).isEqualTo(1);
    }
  }

  @Test
  void triesAgainUntilTheTargetTakesIt() throws Exception {
    try (Target target = new Target(500, 302, 200);
        TaskServer server = server(true, Duration.ofMillis(10), Duration.ofMillis(10))) {
      String id = submit(server, target.url());
      String first = target.next().id();
      assertThat(target.next().id()).isEqualTo(first);
      assertThat(target.next().body()).isNotEqualTo("followed");
      assertThat(await(server, id, Delivery.State.DELIVERED).attempts()).isEqualTo(3);
    }
  }

  @Test
  void givesUpATargetThatHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        TaskServer server = server(Duration.ofMillis(200), true, Duration.ofMillis(10))) {
      String id = submit(server, "http://127.0.0.1:" + silent.getLocalPort() + "/hook");
      Delivery dead = await(server, id, Delivery.State.DEAD);
      assertThat(dead.attempts()).isEqualTo(2);
      assertThat(dead.reason()).isNotEmpty();
      // Others are told meanwhile.
      try (Target target = new Target(200)) {
        String other = submit(server, target.url());
        await(server, other, Delivery.State.DELIVERED);
      }
    }
  }

  @Test
  void givesUpATargetThatNeverTakesIt() throws Exception {
    try (Target target = new Target(500);
        TaskServer server = server(true, Duration.ofMillis(10))) {
      String id = submit(server, target.url());
      Delivery dead = await(server, id, Delivery.State.DEAD);
      assertThat(dead.attempts()).isEqualTo(2);
      assertThat(dead.reason()).contains("500");
      assertThat(server.store.deliveries().dead(10)).hasSize(1);
      assertThat(server.get("/v1/images/tasks/" + id).path("status").asText())
          .isEqualTo("completed");
    }
  }

  @Test
  void speaksToNoPrivateAddress() throws Exception {
    try (Target target = new Target(200);
        TaskServer server = server(false)) {
      for (String url :
          List.of(
              target.url(),
              target.url().replace("127.0.0.1", "localhost"),
              target.url().replace("127.0.0.1", "[::ffff:127.0.0.1]"))) {
        String id = submit(server, url);
        assertThat(await(server, id, Delivery.State.DEAD).reason()).contains("private");
      }
      assertThat(target.heard).isEmpty();
    }
  }

  @Test
  void knowsWhichAddressesArePrivate() throws Exception {
    AddressRules rules = new AddressRules(false);
    for (String address :
        List.of(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "::127.0.0.1")) {
      assertThat(rules.allows(InetAddress.getByName(address))).as(address).isFalse();
    }
    for (String address : List.of("8.8.8.8", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808")) {
      assertThat(rules.allows(InetAddress.getByName(address))).as(address).isTrue();
    }
  }

  @Test
  void refusesAnAddressThatIsNone() throws Exception {
    try (TaskServer server = server(true)) {
      for (String url :
          List.of("ftp://example.com/", "http:///x", "x", "http://u:p@example.com/")) {
        HttpResponse<String> answer =
            server.post(
                "/v1/images/generations/async",
                TaskServer.request(1, ", \"webhook_url\": \"" + url + "\""));
        assertThat(answer.statusCode()).as(url).isEqualTo(400);
        assertThat(TaskServer.json(answer).at("/error/param").asText()).isEqualTo("webhook_url");
      }
    }
  }
}
