package dev.easel.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdapterPullTest {
  private static final PullProgress SILENT =
      new PullProgress() {
        @Override
        public void begin(String repository, long bytes) {}

        @Override
        public void advance(long bytes) {}

        @Override
        public void end() {}
      };

  @TempDir private Path folder;
  private final FakeHub hub = new FakeHub();

  @BeforeEach
  void fill() {
    hub.files.put("README.md", "about".getBytes(StandardCharsets.UTF_8));
    hub.files.put("style.safetensors", "weights".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private AdapterPull pull() {
    return new AdapterPull(
        () -> hub.address(Optional.of("secret")),
        Map.of(),
        SILENT,
        new Retries(3, Duration.ofMillis(1), Duration.ofSeconds(1)));
  }

  private StatusException failure(Optional<String> file) {
    return catchThrowableOfType(
        StatusException.class, () -> pull().fetch("org/model", file, folder.resolve("a")));
  }

  @Test
  void fetchesTheOnlyAdapterOfARepository() throws Exception {
    hub.token = Optional.of("secret");
    Path target = folder.resolve("loras/a.safetensors");
    pull().fetch("org/model", Optional.empty(), target);
    assertThat(target).hasContent("weights");
    assertThat(folder.resolve("loras").toFile().list()).containsExactly("a.safetensors");
  }

  @Test
  void asksWhichWhenThereAreSeveral() throws Exception {
    hub.files.put("deep/other.safetensors", "others".getBytes(StandardCharsets.UTF_8));
    assertThat(failure(Optional.empty()).message())
        .contains("has 2 adapters", "org/model@FILE", "deep/other.safetensors");
    assertThat(failure(Optional.of("none.safetensors")).code()).isEqualTo(StatusCode.NOT_FOUND);
    Path target = folder.resolve("b.safetensors");
    pull().fetch("org/model", Optional.of("deep/other.safetensors"), target);
    assertThat(target).hasContent("others");
  }

  @Test
  void fetchesAnAddressWhole() throws Exception {
    URI uri =
        hub.address(Optional.empty()).resolve("/org/model/resolve/main/style.safetensors", "");
    Path target = folder.resolve("c.safetensors");
    pull().fetch(uri, target);
    assertThat(target).hasContent("weights");
    URI nothing = hub.address(Optional.empty()).resolve("/nowhere.safetensors", "");
    StatusException refused =
        catchThrowableOfType(
            StatusException.class, () -> pull().fetch(nothing, folder.resolve("d.safetensors")));
    assertThat(refused.code()).isEqualTo(StatusCode.NOT_FOUND);
    assertThat(folder.resolve("d.safetensors")).doesNotExist();
    assertThat(folder.toFile().list()).containsExactly("c.safetensors");
  }
}
