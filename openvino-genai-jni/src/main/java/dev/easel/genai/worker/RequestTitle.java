package dev.easel.genai.worker;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.picture.RgbImages;
import java.util.Optional;

/** What the evidence of a crash says of a request. */
final class RequestTitle {
  private RequestTitle() {}

  /** The request's numbers, and its prompt only where that is allowed. */
  static String of(DiffusionRequest request, boolean hasPrompt) {
    GenerationConfig config = request.config();
    StringBuilder title = new StringBuilder(request.pipeline().title());
    config.width().ifPresent(width -> title.append(", width ").append(width));
    config.height().ifPresent(height -> title.append(", height ").append(height));
    config.numInferenceSteps().ifPresent(steps -> title.append(", steps ").append(steps));
    config.numImagesPerPrompt().ifPresent(images -> title.append(", images ").append(images));
    config.guidanceScale().ifPresent(scale -> title.append(", guidance ").append(scale));
    config.strength().ifPresent(strength -> title.append(", strength ").append(strength));
    config.rngSeed().ifPresent(seed -> title.append(", seed ").append(seed));
    size(title, "image", request.image());
    size(title, "mask", request.mask());
    if (!request.alphas().isEmpty()) {
      title.append(", adapters ").append(request.alphas());
    }
    title.append(", a prompt of ").append(request.prompt().length()).append(" characters");
    return hasPrompt ? title.append(": ").append(request.prompt()).toString() : title.toString();
  }

  private static void size(StringBuilder title, String name, Optional<RgbImages> images) {
    images.ifPresent(it -> title.append(", %s %dx%d".formatted(name, it.width(), it.height())));
  }
}
