package dev.easel.genai.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.genai.check.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How many steps a model's scheduler can make, by its configuration.
 *
 * @param mostSteps with more of them GenAI refuses, or reads beyond its tables
 * @param originalSteps of a latent consistency model: strength takes its part of these, whatever
 *     the number of steps, and GenAI reads beyond its memory when none is left
 */
public record SchedulerLimits(OptionalInt mostSteps, OptionalInt originalSteps) {
  /** No scheduler comes near; the steps are counted one by one. */
  private static final int MOST_STEPS = 100_000;

  private static final int USUAL_TRAIN_TIMESTEPS = 1000;
  private static final int USUAL_ORIGINAL_STEPS = 50;

  /** A scheduler that has no limits. */
  public static final SchedulerLimits NONE =
      new SchedulerLimits(OptionalInt.empty(), OptionalInt.empty());

  /** Those of the model in a folder; none when its scheduler cannot be read. */
  public static SchedulerLimits of(Path model) {
    try {
      return parse(JsonFile.read(model.resolve("scheduler/scheduler_config.json")));
    } catch (IOException e) {
      return NONE;
    }
  }

  private static SchedulerLimits parse(JsonNode config) {
    return switch (config.path("_class_name").asText()) {
      case "LCMScheduler" ->
          new SchedulerLimits(
              OptionalInt.empty(),
              OptionalInt.of(number(config, "original_inference_steps", USUAL_ORIGINAL_STEPS)));
      case "PNDMScheduler", "DDIMScheduler" ->
          new SchedulerLimits(OptionalInt.of(mostSteps(config)), OptionalInt.empty());
      default -> NONE;
    };
  }

  /** The number of steps, up to which none is at a time beyond the scheduler's tables. */
  private static int mostSteps(JsonNode config) {
    int train = Math.min(MOST_STEPS, number(config, "num_train_timesteps", USUAL_TRAIN_TIMESTEPS));
    if (!config.path("timestep_spacing").asText("leading").equals("leading")) {
      return train;
    }
    int offset = number(config, "steps_offset", 0);
    int most = 0;
    while (most < train && (long) most * (train / (most + 1)) + offset < train) {
      most++;
    }
    return most;
  }

  private static int number(JsonNode config, String field, int usual) {
    JsonNode value = config.path(field);
    return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 0
        ? value.intValue()
        : usual;
  }

  /** The steps of which strength takes its part. */
  public int stepsBeforeStrength(int steps) {
    return originalSteps.orElse(steps);
  }

  /** Whether strength leaves no whole step. */
  public boolean leavesNone(int steps, float strength) {
    return (int) (stepsBeforeStrength(steps) * strength) < 1;
  }
}
