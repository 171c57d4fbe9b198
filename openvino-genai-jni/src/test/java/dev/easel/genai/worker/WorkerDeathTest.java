package dev.easel.genai.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Models;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.WorkerFailedException;
import dev.easel.genai.worker.host.WorkerSettings;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a worker's death: nothing but its traces. */
@Timeout(120)
class WorkerDeathTest {
  private static final DiffusionRequest REQUEST =
      DiffusionRequest.text("a cat", Models.quick().numInferenceSteps(6).rngSeed(7).build());

  @TempDir private Path folder;

  private Path evidence;
  private Path modelFolder;
  private DiffusionRuntime runtime;
  private DiffusionModel model;

  @BeforeEach
  void load() throws IOException {
    evidence = folder.resolve("crashes");
    modelFolder = folder.resolve("model");
    copy(Models.SD15, modelFolder);
    start(WorkerSettings.standard().withEvidence(evidence));
  }

  private void start(WorkerSettings settings) {
    runtime = new WorkerRuntime(settings);
    model = runtime.load(ModelSpec.of(modelFolder, "CPU"));
  }

  @AfterEach
  void close() {
    model.close();
    runtime.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file).toString()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private byte[] make(StepListener listener, CancelSignal isCancelled) throws InterruptedException {
    try (RgbImages images = model.generate(REQUEST, listener, isCancelled)) {
      return Models.bytes(images);
    }
  }

  private byte[] make() throws InterruptedException {
    return make(StepListener.NONE, () -> false);
  }

  private ProcessHandle process() {
    return ProcessHandle.of(model.health().process().orElseThrow()).orElseThrow();
  }

  private void kill() {
    process().destroyForcibly();
  }

  @Test
  void anIdleDeathIsFollowedByTheSameImages() throws InterruptedException {
    byte[] before = make();
    ProcessHandle killed = process();
    killed.destroyForcibly();
    killed.onExit().join();
    assertThat(make()).isEqualTo(before);
    assertThat(model.health().restarts()).isOne();
    assertThat(model.health().deaths()).containsOnlyKeys("SIGKILL");
    assertThat(model.health().obstacle()).isEmpty();
  }

  @Test
  void aRunGoesOnAfterADeathAtAnyStepAndTellsOfEachOnce() throws InterruptedException {
    byte[] before = make();
    for (int fatal : new int[] {0, 1, 4}) {
      int step = fatal;
      List<Integer> told = new ArrayList<>();
      AtomicBoolean wasKilled = new AtomicBoolean();
      byte[] after =
          make(
              now -> {
                told.add(now.step());
                if (now.step() == step && wasKilled.compareAndSet(false, true)) {
                  kill();
                  if (step % 2 == 0) {
                    now.decode().close(); // nobody will answer
                  }
                }
                return true;
              },
              () -> false);
      assertThat(after).as("killed at step " + step).isEqualTo(before);
      assertThat(told).as("killed at step " + step).isSorted().doesNotHaveDuplicates();
    }
  }

  /** Asked every few milliseconds, so the first look is within the encoding of the text. */
  @Test
  void aRunGoesOnAfterADeathBeforeItsFirstStep() throws InterruptedException {
    byte[] before = make();
    AtomicBoolean wasKilled = new AtomicBoolean();
    byte[] after =
        make(
            StepListener.NONE,
            () -> {
              if (wasKilled.compareAndSet(false, true)) {
                kill();
              }
              return false;
            });
    assertThat(after).isEqualTo(before);
  }

  @Test
  void aRequestThatEndsTwoProcessesIsRefusedAndOthersAreNot() throws InterruptedException {
    AtomicLong killed = new AtomicLong();
    CancelSignal killing =
        () -> {
          model
              .health()
              .process()
              .ifPresent(
                  pid -> {
                    if (killed.getAndSet(pid) != pid) {
                      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                    }
                  });
          return false;
        };
    assertThatThrownBy(() -> make(StepListener.NONE, killing))
        .isInstanceOf(WorkerFailedException.class)
        .hasMessageContaining("two processes")
        .hasMessageContaining("SIGKILL")
        .asInstanceOf(type(WorkerFailedException.class))
        .matches(e -> !e.isForLater());
    assertThatThrownBy(this::make)
        .isInstanceOf(WorkerFailedException.class)
        .hasMessageContaining("refused for");
    GenerationConfig otherSeed = Models.quick().rngSeed(8).build();
    model
        .generate(DiffusionRequest.text("a cat", otherSeed), StepListener.NONE, () -> false)
        .close();
  }

  @Test
  void aModelFileThatIsCutCostsThatModelUntilItIsWhole() throws Exception {
    byte[] before = make();
    Path weights = modelFolder.resolve("text_encoder/openvino_model.bin");
    byte[] whole = Files.readAllBytes(weights);
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(1);
    }
    assertThatThrownBy(this::makeUntilItFails)
        .isInstanceOf(WorkerFailedException.class)
        .hasMessageContaining("until its files change");
    assertThat(model.health().obstacle().orElseThrow()).contains("openvino_model.bin");
    assertThat(model.health().deaths()).containsKey("SIGBUS");
    assertThat(evidenceText()).contains("SIGBUS").contains("openvino_model.bin");
    Files.write(weights, whole);
    assertThat(makeOnceItServes()).isEqualTo(before);
  }

  /** Pages that were read already may stay for a while. */
  private byte[] makeUntilItFails() throws InterruptedException {
    while (true) {
      make();
    }
  }

  private byte[] makeOnceItServes() throws InterruptedException {
    while (true) {
      try {
        return make();
      } catch (WorkerFailedException e) {
        TimeUnit.MILLISECONDS.sleep(20); // it looks at the files now and then
      }
    }
  }

  private String evidenceText() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(evidence)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".txt")).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  /** As {@code models/current -> v3}. */
  @Test
  void aModelBehindALinkServesAgainWhenItsFilesAreWhole() throws Exception {
    close();
    Path files = modelFolder;
    modelFolder = Files.createSymbolicLink(folder.resolve("current"), files);
    start(WorkerSettings.standard().withEvidence(evidence));
    byte[] before = make();
    Path scheduler = files.resolve("scheduler/scheduler_config.json");
    String whole = Files.readString(scheduler);
    Files.writeString(scheduler, "{");
    kill();
    assertThatThrownBy(this::make).isInstanceOf(WorkerFailedException.class);
    Files.writeString(scheduler, whole);
    assertThat(makeOnceItServes()).isEqualTo(before);
  }

  @Test
  void modelsThatShareAProcessAreBothLoadedAgain() throws Exception {
    byte[] before = make();
    try (DiffusionModel other = runtime.load(ModelSpec.of(Models.SD15, "CPU"))) {
      assertThat(other.health().process()).isEqualTo(model.health().process());
      kill();
      assertThat(make()).isEqualTo(before);
      try (RgbImages images = other.generate(REQUEST, StepListener.NONE, () -> false)) {
        assertThat(Models.bytes(images)).isEqualTo(before);
      }
      assertThat(other.health().process()).isEqualTo(model.health().process());
    }
  }

  @Test
  void whatARequestDoesWrongHurtsNoOther() throws Exception {
    byte[] before = make();
    RgbImages closed = Models.halves(64, 64);
    DiffusionRequest withClosed =
        new DiffusionRequest(
            PipelineKind.IMAGE_TO_IMAGE,
            "a cat",
            Models.quick().build(),
            Map.of(),
            Optional.of(closed),
            Optional.empty());
    closed.close();
    assertThatThrownBy(() -> model.generate(withClosed, StepListener.NONE, () -> false))
        .isInstanceOf(IllegalStateException.class);
    String longest = "x".repeat((16 << 20) - 30);
    assertThatThrownBy(
            () ->
                model.generate(
                    DiffusionRequest.text(longest, Models.quick().build()),
                    StepListener.NONE,
                    () -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
    assertThat(make()).isEqualTo(before);
    assertThat(model.health().deaths()).isEmpty();
  }

  @Test
  void evidenceHasNoPromptUnlessItMay() throws Exception {
    kill(REQUEST);
    assertThat(evidenceText()).contains("width 64").contains("prompts: left out");
    assertThat(evidenceText()).doesNotContain("a cat");
    close();
    start(WorkerSettings.standard().withEvidence(evidence).withPrompts(true));
    kill(REQUEST);
    assertThat(evidenceText()).contains("a cat");
  }

  private void kill(DiffusionRequest request) throws InterruptedException {
    AtomicBoolean wasKilled = new AtomicBoolean();
    StepListener killing =
        step -> {
          if (wasKilled.compareAndSet(false, true)) {
            kill();
          }
          return true;
        };
    model.generate(request, killing, () -> false).close();
  }

  @Test
  void aProcessThatHangsIsEndedAndItsRunGoesOn() throws Exception {
    byte[] before = make();
    close();
    start(
        WorkerSettings.standard()
            .withEvidence(evidence)
            .withPatience(Duration.ofSeconds(2), Duration.ofSeconds(60)));
    AtomicBoolean wasStopped = new AtomicBoolean();
    byte[] after =
        make(
            step -> {
              if (wasStopped.compareAndSet(false, true)) {
                stop();
              }
              return true;
            },
            () -> false);
    assertThat(after).isEqualTo(before);
    assertThat(model.health().deaths()).containsOnlyKeys("hang");
  }

  private void stop() {
    try {
      Processes.signal("STOP", process().pid());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theTerminalsSignalsAreTheProgramsAlone() throws Exception {
    long pid = process().pid();
    Processes.signal("INT", pid);
    Processes.signal("TERM", pid);
    Processes.signal("HUP", pid);
    make();
    assertThat(process().pid()).isEqualTo(pid);
  }

  @Test
  void nothingIsLeftInTheFileSystem() throws Exception {
    make();
    kill();
    make();
    close();
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    assertThat(Processes.filesOfWorkers(ProcessHandle.current().pid(), temporary)).isEmpty();
  }

  @Test
  void aModelThatEndsItsProcessAtLoadIsRefusedWithTheReason() throws IOException {
    Path unread = modelFolder.resolve("unet/openvino_model.xml");
    Files.write(unread, new byte[0]);
    assertThatThrownBy(() -> runtime.load(ModelSpec.of(modelFolder, "CPU")))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining("openvino_model.xml");
  }
}
