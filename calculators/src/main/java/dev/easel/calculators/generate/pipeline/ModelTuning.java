package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.generate.settings.ModelSettings;
import dev.easel.calculators.generate.settings.SettingsReader;
import dev.easel.calculators.generate.settings.WorkerChoice;
import dev.easel.calculators.generate.tuning.OtherLoad;
import dev.easel.calculators.generate.tuning.ServingChoice;
import dev.easel.calculators.generate.tuning.TuningDecision;
import dev.easel.calculators.generate.tuning.TuningKey;
import dev.easel.calculators.generate.tuning.TuningRecord;
import dev.easel.calculators.generate.tuning.TuningStore;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.model.TuningFigure;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.Isolation;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.DiffusionRuntime;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.error.GenAiException;
import dev.easel.picture.RgbImages;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures how a model is best compiled on this machine, and how many of its runs go on at once.
 *
 * <p>Each way of compiling has a process of its own; all are loaded together and measured in turn,
 * so that a slow minute of the machine is one of all of them.
 *
 * <p><b>Failure</b>: a status that says what is in the way.
 */
public final class ModelTuning {

  private static final int ROUNDS = 3;
  private static final double LONG_STEP_SECONDS = 1.5;
  private static final double MINUTE = 60;

  private final ResourceRequest request;
  private final DiffusionRuntimes runtimes;
  private final TuningTerms terms;

  /** The tuning of the model that a node's options name. */
  public ModelTuning(ResourceRequest request, DiffusionRuntimes runtimes, TuningTerms terms) {
    this.request = request;
    this.runtimes = runtimes;
    this.terms = terms;
  }

  /** Measures, chooses, and keeps both where the deployment has its records. */
  public Result run() throws InterruptedException {
    ModelSettings settings = new SettingsReader(request).read();
    DiffusersFolder folder = DiffusersFolder.read(settings.modelsPath());
    Set<String> fixed = ServingChoice.fixed(settings.properties());
    refuse(
        !fixed.isEmpty(),
        "plugin_config says %s, so there is nothing to choose; leave it out to have it measured"
            .formatted(String.join(" and ", fixed)));
    AdapterChoice adapters = new AdapterChoice(settings.catalogue(), settings.adapters());
    WorkerChoice worker = new WorkerChoice(Isolation.PROCESS, settings.worker().settings());
    List<TuningCandidate> candidates = new ArrayList<>();
    try {
      DiffusionRuntime first = runtimes.lend(worker);
      List<String> devices = devices(settings, first);
      TuningKey key = ModelSetup.key(settings, adapters, devices);
      Loader loader =
          (properties, runtime) -> {
            Map<String, Object> all = new LinkedHashMap<>(settings.properties());
            all.putAll(properties);
            terms.progress().accept("loading the model " + title(properties));
            return new TuningCandidate(
                properties, ModelSetup.spec(settings, folder, adapters, devices, all), runtime);
          };
      TuningCandidate usual = loader.load(Map.of(), first);
      candidates.add(usual);
      Set<PipelineKind> kinds = usual.model().pipelines();
      refuse(
          !kinds.contains(PipelineKind.TEXT_TO_IMAGE),
          "the model makes no image from a text alone, which is what is measured");
      TuningRequests requests = new TuningRequests(settings, folder, kinds);
      List<Resolution> sizes = requests.sizes(terms.sizes());
      checkStep(usual, requests.step(sizes.get(0)), requests.usual(sizes.get(0)));
      for (Map<String, String> properties : ways()) {
        candidates.add(loader.load(properties, runtimes.lend(worker)));
      }
      compare(candidates, requests.samples(sizes));
      OtherLoad others = new OtherLoad(processes(candidates));
      for (Resolution size : sizes) {
        measure(candidates, requests.usual(size), size);
      }
      return keep(key, folder.path(), sizes, others.percent(), candidates);
    } catch (GenAiException e) {
      throw new StatusException(StatusCode.INTERNAL, String.valueOf(e.getMessage()), e);
    } finally {
      candidates.forEach(TuningCandidate::close);
    }
  }

  /**
   * What came of it.
   *
   * @param record what was measured and chosen
   * @param file where it was written; empty when it was not
   */
  public record Result(TuningRecord record, Optional<Path> file) {}

  private interface Loader {
    TuningCandidate load(Map<String, String> properties, DiffusionRuntime runtime);
  }

  private static List<String> devices(ModelSettings settings, DiffusionRuntime runtime) {
    try {
      List<String> devices = ModelSetup.devices(settings, runtime);
      refuse(
          !devices.stream().allMatch("CPU"::equals),
          "the model is compiled for %s; only what is on the CPU is tuned"
              .formatted(String.join(" ", devices)));
      return devices;
    } catch (RuntimeException | Error e) {
      runtime.close();
      throw e;
    }
  }

  private static void refuse(boolean isInTheWay, String reason) {
    if (isInTheWay) {
      throw new StatusException(StatusCode.FAILED_PRECONDITION, reason);
    }
  }

  /** Beside OpenVINO's own: the cores in two, four and more streams, down to a core for each. */
  private static List<Map<String, String>> ways() {
    int processors = Runtime.getRuntime().availableProcessors();
    Set<Integer> streams = new TreeSet<>();
    for (int count = 2; count < processors; count *= 2) {
      streams.add(count);
    }
    streams.add(processors);
    streams.remove(1);
    return streams.stream().map(count -> Map.of("NUM_STREAMS", String.valueOf(count))).toList();
  }

  private static String title(Map<String, String> properties) {
    return properties.isEmpty() ? "as OpenVINO chooses" : "with " + properties;
  }

  /** The first run prepares the weights, so the second one counts. */
  private void checkStep(TuningCandidate usual, DiffusionRequest step, DiffusionRequest whole)
      throws InterruptedException {
    usual.seconds(step);
    double seconds = usual.seconds(step);
    double minutes =
        seconds
            * whole.config().numInferenceSteps().orElse(1)
            * ROUNDS
            * TuningDecision.CLIENTS.stream().mapToInt(Integer::intValue).sum()
            * (1 + ways().size())
            / MINUTE;
    refuse(
        seconds > LONG_STEP_SECONDS && !terms.takesLong(),
        String.format(
            Locale.ROOT,
            "an image of one step takes %.1f s, and measuring would take about %.0f minutes and the"
                + " memory of %d models; --long has it done anyway. Where a step takes seconds,"
                + " the cores are at work all the time and little is to be gained",
            seconds,
            Math.max(1, minutes),
            1 + ways().size()));
  }

  private static List<Long> processes(List<TuningCandidate> candidates) {
    return candidates.stream()
        .flatMap(each -> each.model().health().process().stream().boxed())
        .toList();
  }

  private void compare(List<TuningCandidate> candidates, List<DiffusionRequest> samples)
      throws InterruptedException {
    terms.progress().accept("comparing the pixels of " + samples.size() + " requests");
    for (DiffusionRequest sample : samples) {
      try (RgbImages usual = candidates.get(0).make(sample)) {
        for (TuningCandidate each : candidates.subList(1, candidates.size())) {
          each.compare(sample, usual);
        }
      }
    }
  }

  private void measure(List<TuningCandidate> candidates, DiffusionRequest whole, Resolution size)
      throws InterruptedException {
    double seconds = terms.time().toNanos() / 1e9 / ROUNDS;
    for (int round = 1; round <= ROUNDS; round++) {
      terms.progress().accept("measuring %s, round %d of %d".formatted(size, round, ROUNDS));
      for (int atOnce : TuningDecision.CLIENTS) {
        for (TuningCandidate each : candidates) {
          each.measure(size, whole, atOnce, seconds);
        }
      }
    }
  }

  private Result keep(
      TuningKey key,
      Path folder,
      List<Resolution> sizes,
      int otherLoad,
      List<TuningCandidate> candidates) {
    List<TuningFigure> figures = candidates.stream().map(TuningCandidate::figure).toList();
    TuningDecision decision = TuningDecision.of(figures, terms.allowsOtherPixels());
    TuningRecord record =
        new TuningRecord(
            key,
            folder.toString(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            sizes.stream().map(Resolution::toString).toList(),
            otherLoad,
            figures,
            decision.properties(),
            decision.concurrent());
    Optional<TuningStore> store = ModelSetup.records(request).map(TuningStore::new);
    // What noise has chosen would be worse than no choice.
    if (record.isRough() && !terms.keepsRough()) {
      return new Result(record, Optional.empty());
    }
    store.ifPresent(it -> it.write(record));
    return new Result(record, store.map(it -> it.file(key)));
  }
}
