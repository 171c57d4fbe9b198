package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.options.StaticShape;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where GenAI makes several images in one native run. Elsewhere it refuses, or reads beyond the one
 * latent of the given image: it repeats that latent for each image only in some families.
 */
final class Batching {

  private Batching() {}

  static boolean isPossible(DiffusersFolder model, PipelineKind pipeline) {
    return switch (pipeline) {
      case TEXT_TO_IMAGE -> true;
      case IMAGE_TO_IMAGE ->
          switch (model.family()) {
            case STABLE_DIFFUSION, LATENT_CONSISTENCY, STABLE_DIFFUSION_XL, FLUX_2_KLEIN, Z_IMAGE ->
                true;
            default -> false;
          };
      case INPAINTING -> model.family() == ModelFamily.FLUX_FILL || model.seesMasks();
    };
  }

  /**
   * Which pipelines still work with what is compiled in. Compiled for several images, the encoder
   * of images takes several, and GenAI has one to give; the same is true of what tells a latent
   * consistency model its guidance.
   */
  static Set<PipelineKind> possible(
      ModelFamily family, Set<PipelineKind> loaded, Optional<StaticShape> shape) {
    if (shape.isEmpty() || shape.get().numImagesPerPrompt() == 1) {
      return loaded;
    }
    Set<PipelineKind> possible = EnumSet.noneOf(PipelineKind.class);
    if (family != ModelFamily.LATENT_CONSISTENCY && loaded.contains(PipelineKind.TEXT_TO_IMAGE)) {
      possible.add(PipelineKind.TEXT_TO_IMAGE);
    }
    return possible;
  }
}
