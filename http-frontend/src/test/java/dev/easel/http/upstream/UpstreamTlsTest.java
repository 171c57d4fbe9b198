package dev.easel.http.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.Opened;
import java.io.FileInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams that must show who they are. */
@Timeout(60)
class UpstreamTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private static Path certificates;
  @TempDir private Path folder;
  @AutoClose private final Opened open = new Opened();

  @BeforeAll
  static void makeCertificates() throws Exception {
    make("right", "ip:127.0.0.1");
    make("elsewhere", "dns:elsewhere.example");
  }

  private static void make(String name, String host) throws Exception {
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-alias",
        "x",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=" + host,
        "-validity",
        "2",
        "-keystore",
        store(name),
        "-storepass",
        PASSWORD);
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "x",
        "-keystore",
        store(name),
        "-storepass",
        PASSWORD,
        "-file",
        certificates.resolve(name + ".pem").toString());
  }

  private static String store(String name) {
    return certificates.resolve(name + ".p12").toString();
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private ScriptedServer upstream(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(store(name))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    ScriptedServer server =
        ScriptedServer.on(
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            (request, connection) -> connection.write(ScriptedServer.picture()));
    open.add(server);
    return server;
  }

  private HttpResponse<String> ask(ScriptedServer upstream, String trust) throws Exception {
    Gateway gateway =
        Gateway.open(folder, Gateway.to(upstream.port(), trust).replace("http:", "https:"));
    open.add(gateway);
    return gateway.generate("");
  }

  private static String trust(String name) {
    return "ca_file: \"%s\"".formatted(certificates.resolve(name + ".pem"));
  }

  @Test
  void areAskedWhenTheyAreCertified() throws Exception {
    ScriptedServer upstream = upstream("right");
    HttpResponse<String> answer = ask(upstream, trust("right"));
    assertThat(answer.body()).isEqualTo(ScriptedServer.PICTURE);
    assertThat(upstream.count()).isEqualTo(1);
  }

  @Test
  void areNotAskedWhenNobodyKnowsTheirCertificate() throws Exception {
    ScriptedServer upstream = upstream("right");
    HttpResponse<String> answer = ask(upstream, "");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body())
        .contains("upstream_unreachable")
        .doesNotContain(Gateway.secrets(upstream.port()).toArray(String[]::new));
    assertThat(upstream.count()).isZero();
  }

  @Test
  void areNotAskedWhenTheirCertificateIsForAnotherHost() throws Exception {
    ScriptedServer upstream = upstream("elsewhere");
    HttpResponse<String> answer = ask(upstream, trust("elsewhere"));
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("upstream_unreachable");
    assertThat(upstream.count()).isZero();
  }
}
