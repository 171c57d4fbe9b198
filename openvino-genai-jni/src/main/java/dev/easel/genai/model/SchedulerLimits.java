package dev.easel.genai.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many steps a model's scheduler can make, by its configuration.
 *
 * @param mostSteps more of them GenAI refuses
 * @param originalSteps of a latent consistency model: strength takes its part of these, whatever
 *     the number of steps, and GenAI reads beyond its memory when none is left
 */
public record SchedulerLimits(OptionalInt mostSteps, OptionalInt originalSteps) {
  private static final Pattern CLASS = Pattern.compile("\"_class_name\"\\s*:\\s*\"(\\w+)\"");

  /** A scheduler that has no limits. */
  public static final SchedulerLimits NONE =
      new SchedulerLimits(OptionalInt.empty(), OptionalInt.empty());

  /** Those of the model in a folder; none when its scheduler cannot be read. */
  public static SchedulerLimits of(Path model) {
    try {
      return parse(Files.readString(model.resolve("scheduler/scheduler_config.json")));
    } catch (IOException e) {
      return NONE;
    }
  }

  private static SchedulerLimits parse(String config) {
    Matcher name = CLASS.matcher(config);
    return switch (name.find() ? name.group(1) : "") {
      case "LCMScheduler" ->
          new SchedulerLimits(
              OptionalInt.empty(), OptionalInt.of(number(config, "original_inference_steps", 50)));
      case "PNDMScheduler", "DDIMScheduler" ->
          new SchedulerLimits(
              OptionalInt.of(number(config, "num_train_timesteps", 1000)), OptionalInt.empty());
      default -> NONE;
    };
  }

  private static int number(String config, String field, int usual) {
    Matcher value = Pattern.compile('"' + field + "\"\\s*:\\s*(\\d{1,9})\\b").matcher(config);
    return value.find() ? Integer.parseInt(value.group(1)) : usual;
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
