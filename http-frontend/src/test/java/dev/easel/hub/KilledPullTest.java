package dev.easel.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.serving.config.ConfigReader;
import dev.easel.serving.config.ServableEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pulls in a process of its own that is killed without warning. */
@Timeout(150)
class KilledPullTest {
  @TempDir private Path folder;
  private final FakeHub hub = new FakeHub();

  @AfterEach
  void close() {
    hub.close();
  }

  private Program pull(String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("pull", "--source_model", "org/model"));
    words.addAll(List.of("--model_repository_path", folder.toString()));
    words.addAll(List.of(more));
    Map<String, String> environment =
        Map.of("HF_ENDPOINT", hub.address(Optional.empty()).endpoint().toString());
    return Program.easel(folder, environment, words.toArray(String[]::new));
  }

  @Test
  void isWholeAfterTheNextPull() throws Exception {
    byte[] weights = new byte[300_000];
    new Random(1).nextBytes(weights);
    hub.files.put("unet/openvino_model.bin", weights);
    hub.files.put("model_index.json", "{}".getBytes(StandardCharsets.UTF_8));
    hub.cutAfter = 100_000;
    hub.stalls = true;
    Path part = folder.resolve("org/.model.pull/unet/openvino_model.bin.part");
    try (Program killed = pull()) {
      killed.await(printed -> part.toFile().length() > 0);
      killed.kill();
    }
    assertThat(folder.resolve("org/model")).doesNotExist();
    assertThat(folder.resolve("config.json")).doesNotExist();
    hub.cutAfter = Integer.MAX_VALUE;
    hub.stalls = false;
    try (Program again = pull()) {
      assertThat(again.status()).as(again.err()).isZero();
    }
    assertThat(Files.readAllBytes(folder.resolve("org/model/unet/openvino_model.bin")))
        .isEqualTo(weights);
    assertThat(folder.resolve("org/model/graph.pbtxt")).exists();
    assertThat(ConfigReader.read(folder.resolve("config.json")).servables())
        .extracting(ServableEntry::name)
        .containsExactly("org/model");
    // What is there is not asked for again, so the hub may be gone.
    hub.close();
    try (Program offline = pull()) {
      assertThat(offline.status()).as(offline.err()).isZero();
      assertThat(offline.err()).contains("already there");
    }
  }
}
