package dev.easel.calculators.request;

import dev.easel.calculators.task.TaskKind;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields that each endpoint knows. */
final class FieldNames {

  private static final List<String> ALL =
      List.of(
          "model",
          "prompt",
          "prompt_2",
          "prompt_3",
          "negative_prompt",
          "negative_prompt_2",
          "negative_prompt_3",
          "size",
          "width",
          "height",
          "n",
          "num_images_per_prompt",
          "response_format",
          "num_inference_steps",
          "rng_seed",
          "strength",
          "guidance_scale",
          "max_sequence_length",
          "taylorseer_config",
          "lora_alphas",
          "image",
          "background",
          "moderation",
          "output_compression",
          "output_format",
          "quality",
          "style",
          "user",
          "safety_identifier",
          "complexity",
          "frame_count",
          "frame_duration_ms",
          "stream",
          "partial_images",
          "progress",
          "timeout_seconds",
          "on_disconnect",
          "webhook_url");

  private static final List<String> WITH_IMAGE =
      List.of("images", "image[]", "mask", "markup", "input_fidelity");

  /** What other servers and tools call it. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("seed", "rng_seed"),
          Map.entry("noise_seed", "rng_seed"),
          Map.entry("random_seed", "rng_seed"),
          Map.entry("steps", "num_inference_steps"),
          Map.entry("num_steps", "num_inference_steps"),
          Map.entry("sampling_steps", "num_inference_steps"),
          Map.entry("cfg", "guidance_scale"),
          Map.entry("cfg_scale", "guidance_scale"),
          Map.entry("guidance", "guidance_scale"),
          Map.entry("true_cfg_scale", "guidance_scale"),
          Map.entry("denoising_strength", "strength"),
          Map.entry("denoise", "strength"),
          Map.entry("image_strength", "strength"),
          Map.entry("prompt_strength", "strength"),
          Map.entry("batch_size", "n"),
          Map.entry("n_iter", "n"),
          Map.entry("num_images", "n"),
          Map.entry("num_outputs", "n"),
          Map.entry("samples", "n"),
          Map.entry("image_size", "size"),
          Map.entry("resolution", "size"),
          Map.entry("init_image", "image"),
          Map.entry("init_images", "images"),
          Map.entry("input_image", "image"),
          Map.entry("image_url", "images"),
          Map.entry("mask_image", "mask"),
          Map.entry("mask_url", "mask"),
          Map.entry("lora", "lora_alphas"),
          Map.entry("loras", "lora_alphas"),
          Map.entry("lora_scale", "lora_alphas"),
          Map.entry("format", "output_format"),
          Map.entry("image_format", "output_format"),
          Map.entry("uc", "negative_prompt"),
          Map.entry("negative", "negative_prompt"));

  private static final int FAR = 3;

  private FieldNames() {}

  static Set<String> of(TaskKind kind) {
    Set<String> names = new HashSet<>(ALL);
    if (kind.hasImage()) {
      names.addAll(WITH_IMAGE);
    }
    return names;
  }

  static boolean needsImage(String name) {
    return WITH_IMAGE.contains(name);
  }

  /** What a field is called here that other servers have under another name. */
  static Optional<String> calledElsewhere(String sent) {
    return Optional.ofNullable(ELSEWHERE.get(sent.toLowerCase(Locale.ROOT).replace('-', '_')));
  }

  /** The known field that a name was probably meant to be. */
  static Optional<String> nearest(String sent, Collection<String> known) {
    String name = sent.toLowerCase(Locale.ROOT).replace('-', '_');
    Optional<String> best = Optional.empty();
    int bestDistance = FAR;
    for (String candidate : known.stream().sorted().toList()) {
      int distance = contains(candidate, name) ? 1 : distance(name, candidate);
      if (distance < bestDistance && distance < candidate.length()) {
        bestDistance = distance;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  /** Whether one of two names is the other with words before or behind it. */
  private static boolean contains(String one, String other) {
    return one.endsWith("_" + other) || one.startsWith(other + "_") || other.endsWith("_" + one);
  }

  /** How many letters must be added, dropped or exchanged (Levenshtein). */
  private static int distance(String from, String to) {
    if (Math.abs(from.length() - to.length()) >= FAR) {
      return FAR;
    }
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchange = corner + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        corner = row[j];
        row[j] = Math.min(exchange, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
