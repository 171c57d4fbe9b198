package dev.easel.genai.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model's {@code scheduler_config.json}. GenAI takes the numbers in it as they are, and uses them
 * as sizes and indexes.
 */
final class SchedulerFile {
  /** Its tables are made in the square of this. */
  private static final int MOST_TRAIN_TIMESTEPS = 10_000;

  private static final int USUAL_TRAIN_TIMESTEPS = 1000;
  private static final int USUAL_ORIGINAL_STEPS = 50;

  private static final Set<String> KNOWN =
      Set.of(
          "DDIMScheduler",
          "EulerAncestralDiscreteScheduler",
          "EulerDiscreteScheduler",
          "FlowMatchEulerDiscreteScheduler",
          "LCMScheduler",
          "LMSDiscreteScheduler",
          "PNDMScheduler");

  private SchedulerFile() {}

  /** GenAI's sentence when it knows no such scheduler. */
  static Optional<String> unknown(Path file) {
    String name = JsonFile.object(file).path("_class_name").asText();
    return KNOWN.contains(name)
        ? Optional.empty()
        : Optional.of("Unsupported value for 'scheduler' " + name);
  }

  /** GenAI's sentence when it will load this and make no picture with it. */
  static Optional<String> refusal(Path file) {
    JsonNode config = JsonFile.object(file);
    return switch (config.path("_class_name").asText()) {
      case "PNDMScheduler" ->
          config.path("skip_prk_steps").asBoolean(false)
              ? Optional.empty()
              : Optional.of("'skip_prk_steps=false' case isn't supported. Please, add support.");
      case "EulerDiscreteScheduler" ->
          unsupported(
              config,
              Map.of(
                  "use_karras_sigmas", false,
                  "use_exponential_sigmas", false,
                  "use_beta_sigmas", false));
      // GenAI runs the second as if it were the first.
      case "DDIMScheduler", "LMSDiscreteScheduler" ->
          unsupported(config, Map.of("clip_sample", true, "thresholding", false));
      default -> Optional.empty();
    };
  }

  /**
   * The first switch that is on and may not be.
   *
   * @param switches what each is when it is absent
   */
  private static Optional<String> unsupported(JsonNode config, Map<String, Boolean> switches) {
    return switches.keySet().stream()
        .sorted()
        .filter(name -> config.path(name).asBoolean(switches.getOrDefault(name, false)))
        .map("Parameter '%s' is not supported. Please, add support."::formatted)
        .findFirst();
  }

  static void check(Path file) {
    JsonNode config = JsonFile.object(file);
    if (!config.path("_class_name").isTextual()) {
      throw WrongFile.because(file, "names no scheduler: _class_name is missing or no text");
    }
    long train =
        number(file, config, "num_train_timesteps", 1, MOST_TRAIN_TIMESTEPS, USUAL_TRAIN_TIMESTEPS);
    number(file, config, "steps_offset", 0, train - 1, 0);
    number(
        file, config, "original_inference_steps", 1, train, Math.min(train, USUAL_ORIGINAL_STEPS));
    for (String name : List.of("base_image_seq_len", "max_image_seq_len")) {
      number(file, config, name, 1, Integer.MAX_VALUE, 1);
    }
    for (String name : List.of("beta_start", "beta_end")) {
      JsonNode beta = config.path(name);
      boolean isAbsent = beta.isMissingNode() || beta.isNull();
      if (!isAbsent && !(beta.isNumber() && beta.doubleValue() > 0 && beta.doubleValue() < 1)) {
        throw WrongFile.because(
            file, name + " is " + beta + "; it must be a number between 0 and 1");
      }
    }
    checkBetas(file, config.path("trained_betas"), train);
  }

  private static void checkBetas(Path file, JsonNode betas, long train) {
    if (betas.isMissingNode() || betas.isNull() || (betas.isArray() && betas.isEmpty())) {
      return;
    }
    boolean areNumbers = betas.isArray();
    for (JsonNode beta : betas) {
      areNumbers &= beta.isNumber() && beta.doubleValue() > 0 && beta.doubleValue() < 1;
    }
    if (!areNumbers || betas.size() != train) {
      throw WrongFile.because(
          file,
          "trained_betas must be a list of num_train_timesteps (%d) numbers between 0 and 1"
              .formatted(train));
    }
  }

  /** What is absent, null or of another type GenAI takes its default for. */
  private static long number(
      Path file, JsonNode config, String name, long least, long most, long usual) {
    JsonNode value = config.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return usual;
    }
    boolean isInside =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.longValue() >= least
            && value.longValue() <= most;
    if (!isInside) {
      throw WrongFile.because(
          file,
          "%s is %s; it must be an integer from %d to %d".formatted(name, value, least, most));
    }
    return value.longValue();
  }
}
