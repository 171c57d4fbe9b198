package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.server.HttpServer;
import dev.easel.http.server.ServerSettings;
import dev.easel.http.store.MemoryImageStore;
import dev.easel.http.store.StoreLimits;
import dev.easel.serving.Servable;
import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.plugin.ExampleJar;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ExampleCalculatorTest {
  private static final Path GRAPHS = Path.of("..", "graphs", "config.json");

  @Test
  void invertsThePixelsByAnEditOfTheGraphAlone(@TempDir Path classes, @TempDir Path jars)
      throws Exception {
    ExampleJar.build(classes, jars);
    BufferedImage plain = picture(GRAPHS, "shapes", jars);
    BufferedImage inverted =
        picture(ExampleJar.folder().resolve("config.json"), "inverted-shapes", jars);
    assertThat(inverted.getWidth()).isEqualTo(plain.getWidth());
    for (int y = 0; y < plain.getHeight(); y++) {
      for (int x = 0; x < plain.getWidth(); x++) {
        assertThat(inverted.getRGB(x, y) & 0xffffff).isEqualTo(~plain.getRGB(x, y) & 0xffffff);
      }
    }
  }

  private static BufferedImage picture(Path config, String name, Path jars) throws Exception {
    RepositorySource source =
        RepositorySource.one(RepositorySource.configFile(config), Optional.of(name));
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorFolder.registry(Optional.of(jars)))
            .withPoll(Duration.ZERO);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ServableRepository repository = ServableRepository.open(source, settings);
        HttpServer server =
            HttpServer.open(
                ServerSettings.on(List.of(anyPort)),
                repository,
                new MemoryImageStore(StoreLimits.DEFAULT),
                Optional.empty(),
                () -> 0,
                "test")) {
      repository.load();
      repository.awaitFirstLoad();
      assertThat(repository.find(name).flatMap(Servable::failure)).isEmpty();
      return generate(server.addresses().get(0).getPort(), name);
    }
  }

  private static BufferedImage generate(int port, String name) throws Exception {
    String body =
        "{\"model\": \"%s\", \"prompt\": \"a red circle\", \"rng_seed\": 7,".formatted(name)
            + " \"num_inference_steps\": 4}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/images/generations"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<byte[]> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    byte[] png = new ObjectMapper().readTree(response.body()).at("/data/0/b64_json").binaryValue();
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
