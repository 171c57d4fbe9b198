package dev.easel.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.cli.Program;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ModelPullTest {
  @TempDir private Path folder;
  private final FakeHub hub = new FakeHub();
  private final Counter progress = new Counter();

  private static final class Counter implements PullProgress {
    private final AtomicLong bytes = new AtomicLong();
    private volatile long expected;
    private volatile List<String> leftOut = List.of();

    @Override
    public void begin(String repository, long total) {
      expected = total;
    }

    @Override
    public void leftOut(String repository, List<String> files) {
      leftOut = files;
    }

    @Override
    public void advance(long more) {
      bytes.addAndGet(more);
    }

    @Override
    public void end() {
      assertThat(bytes).hasValue(expected);
    }
  }

  @BeforeEach
  void fill() {
    byte[] weights = new byte[300_000];
    new Random(1).nextBytes(weights);
    hub.files.put("unet/openvino_model.bin", weights);
    hub.files.put("model_index.json", "{}".getBytes(StandardCharsets.UTF_8));
    hub.files.put("empty.txt", new byte[0]);
    hub.files.put("a name with spaces & umläuten.json", "1".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private void pull(int attempts) {
    new ModelPull(
            hub.address(Optional.of("secret")),
            Map.of(),
            progress,
            new Retries(attempts, Duration.ofMillis(1), Duration.ofSeconds(1)))
        .fetch(
            "org/model",
            folder.resolve("org/model"),
            staging -> Files.writeString(staging.resolve("graph.pbtxt"), "graph"));
  }

  private StatusException failure(int attempts) {
    return catchThrowableOfType(StatusException.class, () -> pull(attempts));
  }

  private void assertWhole() throws Exception {
    for (Map.Entry<String, byte[]> file : hub.files.entrySet()) {
      assertThat(folder.resolve("org/model").resolve(file.getKey()))
          .hasBinaryContent(file.getValue());
    }
    assertThat(folder.resolve("org/model/graph.pbtxt")).hasContent("graph");
    assertThat(folder.resolve("org"))
        .isDirectoryNotContaining(path -> path.toString().contains(".pull"));
  }

  @Test
  void fetchesEveryFileOfEveryPage() throws Exception {
    pull(1);
    assertWhole();
    assertThat(hub.requests).doesNotContain("the token travelled to the store");
  }

  @Test
  void leavesOutWhatCanHoldCodeAndSaysSo() {
    List<String> code =
        List.of("evil.jar", "tool.py", "run.SH", "unet/diffusion_pytorch_model.bin", "a/x.pkl");
    code.forEach(name -> hub.files.put(name, new byte[] {1}));
    pull(1);
    Path model = folder.resolve("org/model");
    assertThat(progress.leftOut).containsExactlyInAnyOrderElementsOf(code);
    assertThat(code).noneMatch(name -> Files.exists(model.resolve(name)));
    assertThat(model.resolve("unet/openvino_model.bin")).exists();
  }

  @Test
  void goesOnWhereAConnectionWasCut() throws Exception {
    hub.cutAfter = 100_000;
    pull(10);
    assertWhole();
    assertThat(hub.requests).anyMatch(request -> request.matches("unet/.* bytes=[1-9]\\d*-"));
  }

  @Test
  void givesUpAConnectionThatBringsNothingAnyMore() throws Exception {
    hub.cutAfter = 100_000;
    hub.stalls = true;
    pull(10);
    assertWhole();
  }

  @Test
  void keepsWhatItHasForTheNextTime() throws Exception {
    hub.cutAfter = 100_000;
    assertThat(failure(1).code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(folder.resolve("org/model")).doesNotExist();
    hub.cutAfter = Integer.MAX_VALUE;
    hub.requests.clear();
    progress.bytes.set(0);
    pull(1);
    assertWhole();
    assertThat(hub.requests).anyMatch(request -> request.matches("unet/.* bytes=[1-9]\\d*-"));
  }

  @Test
  void refusesContentThatIsNotTheListedOne() {
    hub.spoilsContent = true;
    hub.files.keySet().removeIf(name -> !name.startsWith("unet"));
    StatusException failure = failure(3);
    assertThat(failure.code()).isEqualTo(StatusCode.DATA_LOSS);
    assertThat(failure).hasMessageContaining("does not have the content that the hub lists");
    assertThat(folder.resolve("org/model")).doesNotExist();
  }

  @Test
  void refusesAFileThatIsShorterThanListed() {
    hub.liesAboutSizes = true;
    assertThat(failure(2)).hasMessageContaining("bytes");
    assertThat(folder.resolve("org/model")).doesNotExist();
  }

  @Test
  void asksForATokenWhenTheHubWantsOne() {
    hub.token = Optional.of("another");
    StatusException failure = failure(3);
    assertThat(failure.code()).isEqualTo(StatusCode.UNAUTHENTICATED);
    assertThat(failure).hasMessageContaining("401");
    assertThat(List.copyOf(hub.requests)).containsExactly("list");
  }

  @Test
  void sendsTheToken() throws Exception {
    hub.token = Optional.of("secret");
    pull(1);
    assertWhole();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "/etc/out", "a/../../out", "a//b", "c:out"})
  void refusesAPathThatLeavesTheFolder(String path) {
    hub.files.put(path, new byte[1]);
    StatusException failure = failure(1);
    assertThat(failure.code()).isEqualTo(StatusCode.PERMISSION_DENIED);
    assertThat(folder.resolve("org")).doesNotExist();
  }

  @Test
  void namesTheHostThatCannotBeReachedAndWhatNamesAnother() throws IOException {
    String away = "http://127.0.0.1:" + Program.freePort();
    ModelPull pull =
        new ModelPull(
            new HubAddress(URI.create(away), Optional.empty()),
            Map.of(),
            progress,
            new Retries(2, Duration.ofMillis(1), Duration.ofSeconds(1)));
    StatusException failure =
        catchThrowableOfType(
            StatusException.class,
            () -> pull.fetch("org/model", folder.resolve("x"), staging -> {}));
    assertThat(failure.code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(failure)
        .hasMessageStartingWith(away + " cannot be reached: ")
        .hasMessageContaining("https_proxy")
        .hasMessageContaining("HF_ENDPOINT");
  }

  @Test
  void saysThatARepositoryIsNotThere() {
    StatusException failure =
        catchThrowableOfType(
            StatusException.class,
            () ->
                new ModelPull(
                        hub.address(Optional.empty()),
                        Map.of(),
                        progress,
                        new Retries(1, Duration.ofMillis(1), Duration.ofSeconds(1)))
                    .fetch("org/other", folder.resolve("x"), staging -> {}));
    assertThat(failure.code()).isEqualTo(StatusCode.NOT_FOUND);
  }
}
