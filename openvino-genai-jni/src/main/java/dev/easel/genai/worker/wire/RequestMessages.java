package dev.easel.genai.worker.wire;

import dev.easel.genai.GenerationConfig;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.options.TaylorSeerCacheConfig;
import dev.easel.genai.worker.proto.Alpha;
import dev.easel.genai.worker.proto.Generate;
import dev.easel.genai.worker.proto.TaylorSeer;
import dev.easel.picture.RgbImages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a run makes, as a message and back; its images travel beside it. */
public final class RequestMessages {
  private RequestMessages() {}

  /** The message, without the images. */
  public static Generate.Builder message(DiffusionRequest request) {
    Generate.Builder to =
        Generate.newBuilder().setPipeline(request.pipeline().name()).setPrompt(request.prompt());
    GenerationConfig config = request.config();
    config.prompt2().ifPresent(to::setPrompt2);
    config.prompt3().ifPresent(to::setPrompt3);
    config.negativePrompt().ifPresent(to::setNegativePrompt);
    config.negativePrompt2().ifPresent(to::setNegativePrompt2);
    config.negativePrompt3().ifPresent(to::setNegativePrompt3);
    config.numImagesPerPrompt().ifPresent(to::setNumImagesPerPrompt);
    config.numInferenceSteps().ifPresent(to::setNumInferenceSteps);
    config.rngSeed().ifPresent(to::setRngSeed);
    config.guidanceScale().ifPresent(to::setGuidanceScale);
    config.strength().ifPresent(to::setStrength);
    config.width().ifPresent(to::setWidth);
    config.height().ifPresent(to::setHeight);
    config.maxSequenceLength().ifPresent(to::setMaxSequenceLength);
    config.taylorSeer().map(RequestMessages::message).ifPresent(to::setTaylorseer);
    request
        .alphas()
        .forEach((name, value) -> to.addAlphas(Alpha.newBuilder().setName(name).setValue(value)));
    return to;
  }

  private static TaylorSeer message(TaylorSeerCacheConfig cache) {
    return TaylorSeer.newBuilder()
        .setCacheInterval(cache.cacheInterval())
        .setDisableCacheBeforeStep(cache.disableCacheBeforeStep())
        .setDisableCacheAfterStep(cache.disableCacheAfterStep())
        .build();
  }

  /** What a message says, with its images. */
  public static DiffusionRequest request(
      Generate from, Optional<RgbImages> image, Optional<RgbImages> mask) {
    GenerationConfig.Builder config = GenerationConfig.builder();
    if (from.hasPrompt2()) {
      config.prompt2(from.getPrompt2());
    }
    if (from.hasPrompt3()) {
      config.prompt3(from.getPrompt3());
    }
    if (from.hasNegativePrompt()) {
      config.negativePrompt(from.getNegativePrompt());
    }
    if (from.hasNegativePrompt2()) {
      config.negativePrompt2(from.getNegativePrompt2());
    }
    if (from.hasNegativePrompt3()) {
      config.negativePrompt3(from.getNegativePrompt3());
    }
    numbers(from, config);
    Map<String, Float> alphas = new LinkedHashMap<>();
    from.getAlphasList().forEach(each -> alphas.put(each.getName(), each.getValue()));
    return new DiffusionRequest(
        PipelineKind.valueOf(from.getPipeline()),
        from.getPrompt(),
        config.build(),
        alphas,
        image,
        mask);
  }

  private static void numbers(Generate from, GenerationConfig.Builder config) {
    if (from.hasNumImagesPerPrompt()) {
      config.numImagesPerPrompt(from.getNumImagesPerPrompt());
    }
    if (from.hasNumInferenceSteps()) {
      config.numInferenceSteps(from.getNumInferenceSteps());
    }
    if (from.hasRngSeed()) {
      config.rngSeed(from.getRngSeed());
    }
    if (from.hasGuidanceScale()) {
      config.guidanceScale(from.getGuidanceScale());
    }
    if (from.hasStrength()) {
      config.strength(from.getStrength());
    }
    if (from.hasWidth()) {
      config.width(from.getWidth());
    }
    if (from.hasHeight()) {
      config.height(from.getHeight());
    }
    if (from.hasMaxSequenceLength()) {
      config.maxSequenceLength(from.getMaxSequenceLength());
    }
    if (from.hasTaylorseer()) {
      TaylorSeer cache = from.getTaylorseer();
      config.taylorSeer(
          new TaylorSeerCacheConfig(
              cache.getCacheInterval(),
              cache.getDisableCacheBeforeStep(),
              cache.getDisableCacheAfterStep()));
    }
  }
}
