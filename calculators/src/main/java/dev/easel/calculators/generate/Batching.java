package dev.easel.calculators.generate;

import dev.easel.calculators.payload.ModelFamily;
import dev.easel.calculators.payload.PipelineKind;

/**
 * Where GenAI makes several pictures in one native run. Elsewhere it refuses, or reads beyond the
 * one latent of the given picture: it repeats that latent for each picture only in some families.
 */
final class Batching {

  private Batching() {}

  static boolean isPossible(ModelFolder model, PipelineKind pipeline) {
    return switch (pipeline) {
      case TEXT_TO_IMAGE -> true;
      case IMAGE_TO_IMAGE ->
          switch (model.family()) {
            case STABLE_DIFFUSION, LATENT_CONSISTENCY, STABLE_DIFFUSION_XL, FLUX_2_KLEIN -> true;
            default -> false;
          };
      case INPAINTING -> model.family() == ModelFamily.FLUX_FILL || model.seesMasks();
    };
  }
}
