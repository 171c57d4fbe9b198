package dev.easel.genai.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Models;
import dev.easel.genai.PerformanceMetrics;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.genai.diffusion.AdapterSpec;
import dev.easel.genai.diffusion.DiffusionModel;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.LocalRuntime;
import dev.easel.genai.diffusion.MadeImages;
import dev.easel.genai.diffusion.ModelSpec;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.lora.LoraMode;
import dev.easel.genai.worker.host.WorkerSettings;
import dev.easel.picture.RgbImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model in a worker process does what the same model does in this process. */
@Timeout(120)
class WorkerRuntimeTest {
  private static final GenerationConfig QUICK = Models.quick().rngSeed(7).build();

  @TempDir private static Path evidence;

  private static DiffusionRuntime runtime;
  private static DiffusionModel apart;
  private static DiffusionModel inProcess;

  @BeforeAll
  static void load() {
    ModelSpec spec =
        new ModelSpec(
            Models.SD15,
            List.of("CPU"),
            Map.of(),
            Optional.empty(),
            List.of(new AdapterSpec("style", Models.LORA, 1)),
            LoraMode.DYNAMIC,
            EnumSet.allOf(PipelineKind.class),
            1,
            Optional.of("tokenizer"));
    runtime = new WorkerRuntime(WorkerSettings.standard().withEvidence(evidence));
    apart = runtime.load(spec);
    inProcess = new LocalRuntime().load(spec);
  }

  @AfterAll
  static void close() {
    apart.close();
    runtime.close();
    inProcess.close();
  }

  @Test
  void seesTheSameDevices() {
    assertThat(runtime.devices()).isEqualTo(new LocalRuntime().devices());
  }

  @Test
  void hasTheSamePipelinesAndCountsTheSameTokens() throws InterruptedException {
    assertThat(apart.pipelines()).isEqualTo(inProcess.pipelines());
    assertThat(apart.missing()).isEqualTo(inProcess.missing());
    assertThat(apart.contextLength()).isEqualTo(inProcess.contextLength());
    assertThat(apart.countTokens("a red circle ≠ ☃", () -> false))
        .isEqualTo(inProcess.countTokens("a red circle ≠ ☃", () -> false));
  }

  @Test
  void tellsWhatTheRuntimeMeasured() throws InterruptedException {
    DiffusionRequest request = DiffusionRequest.text("a red circle", QUICK);
    MadeImages made = apart.make(request, true, StepListener.NONE, () -> false);
    made.images().close();
    assertThat(made.promptTokens()).isEqualTo(apart.countTokens("a red circle", () -> false));
    PerformanceMetrics metrics = made.metrics();
    // Some schedulers run one more than was asked for.
    assertThat(metrics.steps()).isGreaterThanOrEqualTo(QUICK.numInferenceSteps().orElseThrow());
    assertThat(metrics.unet()).isPresent();
    assertThat(metrics.stepsMillis()).isPositive();
    assertThat(metrics.stepsMillis() + metrics.textMillis() + metrics.vaeDecoderMillis())
        .isLessThanOrEqualTo(metrics.generateMillis() + 3); // single models as whole ones
    assertThat(PerformanceMetrics.of(metrics.values())).isEqualTo(metrics);
  }

  @Test
  void isAnotherProcess() {
    long process = apart.health().process().orElseThrow();
    assertThat(process).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(ProcessHandle.of(process)).isPresent();
    assertThat(inProcess.health().process()).isEmpty();
  }

  @Test
  void givesUpWhatItDoesNotNeed() throws Exception {
    Path process = Path.of("/proc/" + apart.health().process().orElseThrow());
    assertThat(Files.readString(process.resolve("status"))).contains("NoNewPrivs:\t1");
    assertThat(Files.readString(process.resolve("oom_score_adj")).strip()).isEqualTo("800");
    assertThat(Files.readAllLines(process.resolve("limits")))
        .anyMatch(line -> line.matches("Max core file size +0 +0 .*"));
  }

  @Test
  void hasNoNetworkWhereTheSystemAllowsThat() throws Exception {
    boolean isAllowed =
        new ProcessBuilder("unshare", "--user", "--map-current-user", "--net", "true")
                .start()
                .waitFor()
            == 0;
    Path process = Path.of("/proc/" + apart.health().process().orElseThrow());
    Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
    assertThat(Files.readSymbolicLink(process.resolve("ns/net")).equals(own)).isEqualTo(!isAllowed);
  }

  @Test
  void aLimitOfAddressSpaceThatIsTooSmallIsSaid() {
    WorkerSettings small =
        WorkerSettings.standard().withEvidence(evidence).withAddressSpace(64L << 20);
    try (DiffusionRuntime tight = new WorkerRuntime(small)) {
      assertThatThrownBy(() -> tight.load(ModelSpec.of(Models.SD15, "CPU")))
          .isInstanceOf(GenAiException.class)
          .hasMessageContaining("64 MiB of address space");
    }
  }

  @Test
  void makesTheSameImages() throws InterruptedException {
    assertSame(DiffusionRequest.text("a cat", QUICK));
    assertSame(DiffusionRequest.text("a cat", Models.quick().numImagesPerPrompt(3).build()));
  }

  @Test
  void usesAdapters() throws InterruptedException {
    byte[] base = assertSame(withAlphas(Map.of("style", 0f)));
    byte[] styled = assertSame(withAlphas(Map.of("style", 1f)));
    assertThat(styled).isNotEqualTo(base);
  }

  private static DiffusionRequest withAlphas(Map<String, Float> alphas) {
    return new DiffusionRequest(
        PipelineKind.TEXT_TO_IMAGE, "a cat", QUICK, alphas, Optional.empty(), Optional.empty());
  }

  @Test
  void changesAndRepaintsImages() throws InterruptedException {
    try (RgbImages image = Models.halves(64, 64);
        RgbImages mask = Models.halves(64, 64)) {
      GenerationConfig config =
          GenerationConfig.builder().numInferenceSteps(4).strength(0.5f).rngSeed(7).build();
      assertSame(
          new DiffusionRequest(
              PipelineKind.IMAGE_TO_IMAGE,
              "a cat",
              config,
              Map.of(),
              Optional.of(image),
              Optional.empty()));
      assertSame(
          new DiffusionRequest(
              PipelineKind.INPAINTING,
              "a cat",
              config,
              Map.of(),
              Optional.of(image),
              Optional.of(mask)));
    }
  }

  private static byte[] assertSame(DiffusionRequest request) throws InterruptedException {
    byte[] made = make(apart, request, StepListener.NONE);
    assertThat(made).isEqualTo(make(inProcess, request, StepListener.NONE));
    return made;
  }

  private static byte[] make(DiffusionModel model, DiffusionRequest request, StepListener listener)
      throws InterruptedException {
    try (RgbImages images = model.generate(request, listener, () -> false)) {
      return Models.bytes(images);
    }
  }

  @Test
  void tellsOfStepsAndShowsTheirImages() throws InterruptedException {
    DiffusionRequest request =
        DiffusionRequest.text("a cat", Models.quick().numInferenceSteps(5).rngSeed(7).build());
    List<byte[]> ours = new ArrayList<>();
    List<byte[]> theirs = new ArrayList<>();
    byte[] made = make(apart, request, step -> keep(step, theirs));
    assertThat(made).isEqualTo(make(inProcess, request, step -> keep(step, ours)));
    assertThat(theirs).isNotEmpty();
    assertThat(theirs.get(0)).isEqualTo(ours.get(0));
  }

  @Test
  void tellsOfPreviewsThatAreLate() throws InterruptedException {
    // Steps long enough that GenAI's callback thread keeps up, which drops what waits at the end.
    GenerationConfig config =
        Models.quick().numInferenceSteps(6).width(192).height(192).rngSeed(7).build();
    DiffusionRequest request = DiffusionRequest.text("a cat", config);
    List<Integer> seen = new ArrayList<>();
    StepListener slow =
        new StepListener() {
          @Override
          public boolean onStep(Step step) {
            // So often that the run is over before the next step is told.
            for (int i = 0; step.step() == 0 && i < 25; i++) {
              step.decode().close();
            }
            seen.add(step.step());
            return true;
          }

          @Override
          public int previews() {
            return 3;
          }
        };
    byte[] made = make(apart, request, slow);
    assertThat(made).isEqualTo(make(inProcess, request, StepListener.NONE));
    assertThat(seen).isSorted().contains(1, 3, 5);
  }

  private static boolean keep(Step step, List<byte[]> images) {
    try (RgbImages decoded = step.decode()) {
      images.add(Models.bytes(decoded));
    }
    return true;
  }

  @Test
  void stopsWhenTheListenerSaysSo() {
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(
            () ->
                make(
                    apart,
                    DiffusionRequest.text("a cat", manySteps()),
                    step -> {
                      seen.add(step.step());
                      return step.step() < 2;
                    }))
        .isInstanceOf(GenerationStoppedException.class);
    assertThat(seen).startsWith(0, 1, 2);
  }

  @Test
  void throwsWhatTheListenerThrows() {
    assertThatThrownBy(
            () ->
                make(
                    apart,
                    DiffusionRequest.text("a cat", manySteps()),
                    step -> {
                      throw new UnsupportedOperationException("not today");
                    }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("not today");
  }

  @Test
  void stopsWhenItIsCancelledAndMakesImagesAfterThat() throws InterruptedException {
    AtomicBoolean isCancelled = new AtomicBoolean();
    StepListener cancelling =
        step -> {
          isCancelled.set(true);
          return true;
        };
    assertThatThrownBy(
            () ->
                apart.generate(
                    DiffusionRequest.text("a cat", manySteps()), cancelling, isCancelled::get))
        .isInstanceOf(GenerationStoppedException.class);
    assertThatThrownBy(
            () ->
                apart.generate(
                    DiffusionRequest.text("a cat", manySteps()), StepListener.NONE, () -> true))
        .isInstanceOf(GenerationStoppedException.class);
    assertSame(DiffusionRequest.text("a cat", QUICK));
  }

  @Test
  void stopsWhenItIsCancelledWhilePreviewsAreDecoded() throws InterruptedException {
    AtomicBoolean isCancelled = new AtomicBoolean();
    StepListener cancelling =
        new StepListener() {
          @Override
          public boolean onStep(Step step) {
            step.decode().close();
            isCancelled.set(true);
            return true;
          }

          @Override
          public int previews() {
            return 3;
          }
        };
    assertThatThrownBy(
            () ->
                apart.generate(
                    DiffusionRequest.text("a cat", manySteps()), cancelling, isCancelled::get))
        .isInstanceOf(GenerationStoppedException.class);
    assertSame(DiffusionRequest.text("a cat", QUICK));
  }

  private static GenerationConfig manySteps() {
    return GenerationConfig.builder().width(256).height(256).numInferenceSteps(200).build();
  }

  @Test
  void anInterruptStopsTheRunAndLeavesTheConnectionOpen() throws InterruptedException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> make(apart, DiffusionRequest.text("a cat", manySteps()), s -> true))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertSame(DiffusionRequest.text("a cat", QUICK));
  }

  @Test
  void refusesWhatThePipelinesRefuse() {
    DiffusionRequest odd =
        DiffusionRequest.text("a cat", GenerationConfig.builder().width(63).height(64).build());
    String message = messageOf(inProcess, odd);
    assertThatThrownBy(() -> make(apart, odd, StepListener.NONE))
        .isInstanceOf(GenAiException.class)
        .hasMessage(message);
  }

  private static String messageOf(DiffusionModel model, DiffusionRequest request) {
    try (RgbImages made = model.generate(request, StepListener.NONE, () -> false)) {
      throw new AssertionError("made " + made.count());
    } catch (GenAiException | InterruptedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void saysWhyAModelCannotBeLoaded(@TempDir Path empty) {
    assertThatThrownBy(() -> runtime.load(ModelSpec.of(empty, "CPU")))
        .isInstanceOf(GenAiException.class)
        .hasMessageContaining(empty.toString());
    assertThat(apart.health().deaths()).isEmpty();
  }
}
