package dev.easel.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.easel.cli.shared.Misuse;
import dev.easel.hub.AdapterPull;
import dev.easel.hub.HubAddress;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

@Timeout(60)
final class LoraSourceTest {

  private static final String LIST =
      "[{\"type\": \"file\", \"path\": \"my style.safetensors\", \"size\": 7}]";

  @TempDir private Path folder;
  private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
  private final Misuse misuse = new Misuse(new CommandLine(CommandSpec.create()).getCommandSpec());
  private HttpServer hub;

  @BeforeEach
  void start() throws Exception {
    hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hub.createContext(
        "/",
        exchange -> {
          String target = exchange.getRequestURI().toString();
          asked.add(target);
          byte[] body =
              (target.startsWith("/api/") ? LIST : "weights").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    hub.start();
  }

  @AfterEach
  void stop() {
    hub.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  private void fetch(String text) {
    HubAddress address = new HubAddress(URI.create(url()), Optional.empty());
    PrintWriter silent =
        new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    AdapterPull pull = new AdapterPull(() -> address, Map.of(), ProgressLine.on(silent));
    List<LoraSource> sources = LoraSource.parse(text, misuse);
    sources.forEach(source -> source.fetch(pull, folder, true));
  }

  @Test
  void asksForAnAddressAsItIsWritten() {
    fetch("a=" + url() + "/my%20style.safetensors?download=true:0.5");
    assertThat(asked).containsExactly("/my%20style.safetensors?download=true");
    assertThat(folder.resolve("loras/a.safetensors")).hasContent("weights");
  }

  @Test
  void findsAFileOfARepositoryByItsEscapedName() {
    fetch("a=org/model@my%20style.safetensors");
    assertThat(asked).contains("/org/model/resolve/main/my%20style.safetensors");
    assertThat(folder.resolve("loras/a.safetensors")).hasContent("weights");
  }
}
