package dev.easel.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusException;
import dev.easel.http.GivenServable;
import dev.easel.http.GivenServables;
import dev.easel.http.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a certificate that is replaced while the server runs. */
@Timeout(60)
class TlsTest {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path folder;

  /** A certificate of this machine, with its key. */
  private record Identity(Certificate certificate, Key key) {

    private static Identity make(Path folder, String name) throws Exception {
      Path store = folder.resolve(name + ".p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-alias",
                  "easel",
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=" + name,
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keystore",
                  store.toString())
              .inheritIO()
              .start();
      assertThat(keytool.waitFor()).isZero();
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
      return new Identity(keys.getCertificate("easel"), keys.getKey("easel", PASSWORD));
    }

    void write(Path certificateFile, Path keyFile) throws Exception {
      Files.writeString(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(keyFile, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String kind, byte[] bytes) {
      return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
          .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes));
    }

    HttpClient client() throws Exception {
      KeyStore known = KeyStore.getInstance("PKCS12");
      known.load(null, null);
      known.setCertificateEntry("easel", certificate);
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .sslContext(context)
          .build();
    }
  }

  private static HttpResponse<String> ask(HttpClient client, TestServer server) throws Exception {
    URI address = URI.create("https://127.0.0.1:" + server.address().getPort() + "/v3/echo");
    return client.send(
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Answers with the scheme that URLs in answers get. */
  private static GivenServable echo() {
    return GivenServable.of(
        "echo",
        (payload, listener) -> {
          listener.onResponse(
              HttpResponsePayload.text(
                  200, "text/plain", payload.header("x-forwarded-proto").orElse("none")));
          listener.onEnd(Optional.empty());
          return GivenServable.ENDED;
        });
  }

  @Test
  void servesHttpsAndTakesANewCertificate() throws Exception {
    Path certificate = folder.resolve("cert.pem");
    Path key = folder.resolve("key.pem");
    Identity first = Identity.make(folder, "first");
    first.write(certificate, key);
    TlsFiles files = new TlsFiles(certificate, key, Duration.ofMillis(20));
    try (TestServer server =
        TestServer.of(settings -> settings.with(files), GivenServables.of(echo()))) {
      HttpResponse<String> answer = ask(first.client(), server);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("https");
      Files.writeString(key, "no key");
      assertThat(ask(first.client(), server).statusCode()).as("broken files").isEqualTo(200);
      Identity second = Identity.make(folder, "second");
      second.write(certificate, key);
      HttpClient client = second.client();
      Optional<HttpResponse<String>> taken = Optional.empty();
      while (taken.isEmpty()) {
        try {
          taken = Optional.of(ask(client, server));
        } catch (IOException e) {
          Thread.onSpinWait(); // the old certificate, which this client does not know
        }
      }
      X509Certificate shown =
          (X509Certificate) taken.get().sslSession().get().getPeerCertificates()[0];
      assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=second");
    }
  }

  @Test
  void doesNotStartWithoutACertificate() throws Exception {
    Path none = folder.resolve("none.pem");
    TlsFiles files = new TlsFiles(none, none, Duration.ZERO);
    assertThatThrownBy(
            () ->
                TestServer.of(settings -> settings.with(files), GivenServables.of(echo())).close())
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("none.pem")
        .hasMessageContaining("PKCS #8");
  }
}
