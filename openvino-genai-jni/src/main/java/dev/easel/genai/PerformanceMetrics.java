package dev.easel.genai;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What GenAI measured of a pipeline's last run; all times in milliseconds, those of single models
 * as whole ones.
 *
 * @param loadMillis reading, reshaping and compiling the models
 * @param generateMillis the whole run
 * @param steps denoising steps that were run
 * @param step one denoising step
 * @param unet one inference of the UNet, if the model has one
 * @param transformer one inference of the transformer, if the model has one
 * @param vaeEncoderMillis encoding the given image; 0 without one
 * @param vaeDecoderMillis decoding the result; 0 for a stopped run
 * @param textEncoderMillis one entry per text encoder, in the model's order
 */
public record PerformanceMetrics(
    float loadMillis,
    float generateMillis,
    int steps,
    Optional<MeanStd> step,
    Optional<MeanStd> unet,
    Optional<MeanStd> transformer,
    float vaeEncoderMillis,
    float vaeDecoderMillis,
    List<Float> textEncoderMillis) {
  private static final int FIRST_TEXT_ENCODER = 11;

  /** Copies. */
  public PerformanceMetrics {
    textEncoderMillis = List.copyOf(textEncoderMillis);
  }

  /**
   * A mean and its standard deviation.
   *
   * @param mean in milliseconds
   * @param std in milliseconds
   */
  public record MeanStd(float mean, float std) {
    // GenAI marks what it did not measure with -1.
    private static Optional<MeanStd> of(float mean, float std) {
      // Rounding may take GenAI's square root below zero when all steps took the same time.
      return mean < 0
          ? Optional.empty()
          : Optional.of(new MeanStd(mean, Float.isNaN(std) ? 0 : std));
    }
  }

  /** Before the first run GenAI has set only the load time. */
  static PerformanceMetrics loaded(float[] values) {
    return new PerformanceMetrics(
        values[0], 0, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, List.of());
  }

  /**
   * Of values in the order of {@link #values}, which is that of metrics_of in pipeline.cpp.
   *
   * <p><b>Failure</b>: {@link IllegalArgumentException} for values that are not so many.
   */
  public static PerformanceMetrics of(float[] values) {
    if (values.length < FIRST_TEXT_ENCODER) {
      throw new IllegalArgumentException(
          "a run has at least " + FIRST_TEXT_ENCODER + " measures, not " + values.length);
    }
    List<Float> encoders = new ArrayList<>();
    for (int i = FIRST_TEXT_ENCODER; i < values.length; i++) {
      if (values[i] >= 0) {
        encoders.add(values[i]);
      }
    }
    return new PerformanceMetrics(
        values[0],
        values[1],
        (int) values[2],
        MeanStd.of(values[3], values[4]),
        MeanStd.of(values[5], values[6]),
        MeanStd.of(values[7], values[8]),
        values[9],
        values[10],
        encoders);
  }

  /** What {@link #of} makes the same of: to send it elsewhere. */
  public float[] values() {
    float[] values = new float[FIRST_TEXT_ENCODER + textEncoderMillis.size()];
    values[0] = loadMillis;
    values[1] = generateMillis;
    values[2] = steps;
    put(values, 3, step);
    put(values, 5, unet);
    put(values, 7, transformer);
    values[9] = vaeEncoderMillis;
    values[10] = vaeDecoderMillis;
    for (int i = 0; i < textEncoderMillis.size(); i++) {
      values[FIRST_TEXT_ENCODER + i] = textEncoderMillis.get(i);
    }
    return values;
  }

  private static void put(float[] values, int index, Optional<MeanStd> measured) {
    values[index] = measured.map(MeanStd::mean).orElse(-1f);
    values[index + 1] = measured.map(MeanStd::std).orElse(-1f);
  }

  /** All denoising steps together. */
  public double stepsMillis() {
    return (double) step.map(MeanStd::mean).orElse(0f) * steps;
  }

  /** All text encoders together. */
  public double textMillis() {
    double sum = 0;
    for (float each : textEncoderMillis) {
      sum += each;
    }
    return sum;
  }
}
