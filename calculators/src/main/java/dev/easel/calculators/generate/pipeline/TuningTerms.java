package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.model.Resolution;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a model is to be measured.
 *
 * @param sizes of the images; none means the model's usual size
 * @param time how long each way and each number of runs at once is measured, all rounds together
 * @param takesLong whether a model is measured whose step takes seconds
 * @param allowsOtherPixels whether what makes other pixels may be chosen
 * @param keepsRough whether figures are kept that were measured beside other programs
 * @param progress told what is being done, a line each
 */
public record TuningTerms(
    List<Resolution> sizes,
    Duration time,
    boolean takesLong,
    boolean allowsOtherPixels,
    boolean keepsRough,
    Consumer<String> progress) {

  /** Copies. */
  public TuningTerms {
    sizes = List.copyOf(sizes);
  }
}
