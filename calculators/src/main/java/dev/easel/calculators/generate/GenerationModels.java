package dev.easel.calculators.generate;

import dev.easel.calculators.generate.pipeline.DiffusionRuntimes;
import dev.easel.calculators.generate.pipeline.ImagePipelines;
import dev.easel.calculators.generate.pipeline.ModelTuning;
import dev.easel.calculators.generate.pipeline.TuningTerms;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.generate.settings.WorkerChoice;
import dev.easel.calculators.generate.simulation.SimulatedModel;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.CompositeLoraAdapter;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.LoraAdapter;
import dev.easel.framework.resource.ResourceFactory;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens the model that a node's options name: a real one or a simulated one. */
public final class GenerationModels implements ResourceFactory {

  private final DiffusionRuntimes runtimes = new DiffusionRuntimes();

  /** Opens nothing yet. */
  public GenerationModels() {}

  /**
   * Checks a node's options and opens its model.
   *
   * <p><b>Failure</b>: a status whose text names the option and what would be right.
   */
  @Override
  public SharedResource open(ResourceRequest request) {
    return isSimulated(request)
        ? SimulatedModel.open(request)
        : ImagePipelines.open(request, runtimes);
  }

  private static boolean isSimulated(ResourceRequest request) {
    ImageGenCalculatorOptions options = request.options(ImageGenCalculatorOptions.class);
    if (options.getDevice().equals(SimulatedModel.DEVICE)) {
      return true;
    }
    if (options.hasSimulation()) {
      throw LoadMistake.DEVICE_WRONG_FORMAT.because(
          "simulation is for device \"SIM\"; leave it out, or say that device");
    }
    return false;
  }

  /** Looks at the options and at the files that they name. */
  @Override
  public void check(ResourceRequest request) {
    if (isSimulated(request)) {
      SimulatedModel.open(request).close();
    } else {
      ImagePipelines.check(request, runtimes);
    }
  }

  @Override
  public List<String> warnings(ResourceRequest request) {
    return isSimulated(request) ? List.of() : ImagePipelines.warnings(request);
  }

  /** Measures how a node's model is best compiled here; empty when nothing is compiled. */
  public Optional<ModelTuning.Result> tune(ResourceRequest request, TuningTerms terms)
      throws InterruptedException {
    return isSimulated(request)
        ? Optional.empty()
        : Optional.of(new ModelTuning(request, runtimes, terms).run());
  }

  /** The process of the first model starts beside the program. */
  @Override
  public void prepare(Map<String, String> settings) {
    runtimes.prepare(WorkerChoice.of(settings));
  }

  @Override
  public void settle() {
    runtimes.settle();
  }

  @Override
  public List<String> variants(ResourceRequest request) {
    ImageGenCalculatorOptions options = request.options(ImageGenCalculatorOptions.class);
    return Stream.concat(
            options.getLoraAdaptersList().stream().map(LoraAdapter::getAlias),
            options.getCompositeLoraAdaptersList().stream().map(CompositeLoraAdapter::getAlias))
        .toList();
  }

  /** Nodes with the same options share one model, and so its memory and its queue. */
  @Override
  public Object identity(ResourceRequest request) {
    return request.options(ImageGenCalculatorOptions.class);
  }
}
