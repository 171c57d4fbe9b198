package dev.easel.genai.diffusion;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.bridge.Checks;
import dev.easel.genai.lora.LoraSelection;
import dev.easel.picture.RgbImages;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one run makes.
 *
 * @param pipeline the pipeline that makes it
 * @param prompt what the images show
 * @param config everything but the adapters, which {@code alphas} names
 * @param alphas the run's adapters and how strong each is; empty keeps what the model was loaded
 *     with, and those that are not named are off
 * @param image what is changed, where the pipeline changes an image
 * @param mask white where it is repainted, for inpainting
 */
public record DiffusionRequest(
    PipelineKind pipeline,
    String prompt,
    GenerationConfig config,
    Map<String, Float> alphas,
    Optional<RgbImages> image,
    Optional<RgbImages> mask) {

  /** Copies and checks. */
  public DiffusionRequest {
    Checks.text("prompt", prompt);
    alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
    alphas.forEach((name, alpha) -> Checks.finite("the alpha of " + name, alpha));
    if (!config.adapters().equals(LoraSelection.UNCHANGED)) {
      throw new IllegalArgumentException("config has adapters; a request names them in alphas");
    }
    if (image.isPresent() != (pipeline != PipelineKind.TEXT_TO_IMAGE)
        || mask.isPresent() != (pipeline == PipelineKind.INPAINTING)) {
      throw new IllegalArgumentException(
          pipeline.title()
              + " takes "
              + switch (pipeline) {
                case TEXT_TO_IMAGE -> "no image and no mask";
                case IMAGE_TO_IMAGE -> "an image and no mask";
                case INPAINTING -> "an image and a mask";
              });
    }
  }

  /** Images from text alone. */
  public static DiffusionRequest text(String prompt, GenerationConfig config) {
    return new DiffusionRequest(
        PipelineKind.TEXT_TO_IMAGE, prompt, config, Map.of(), Optional.empty(), Optional.empty());
  }
}
