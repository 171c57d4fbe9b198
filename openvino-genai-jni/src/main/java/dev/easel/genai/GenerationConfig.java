package dev.easel.genai;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.NativeProperties;
import dev.easel.genai.lora.LoraSelection;
import dev.easel.genai.options.TaylorSeerCacheConfig;
import java.util.Optional;

/**
 * The properties of one run; what is empty has the default that GenAI gives the model.
 *
 * @param prompt2 for the second text encoder (SDXL, SD3, FLUX)
 * @param prompt3 for the third text encoder (SD3)
 * @param negativePrompt what the images should not show; needs a guidance scale above 1
 * @param negativePrompt2 the same for the second text encoder
 * @param negativePrompt3 the same for the third text encoder
 * @param numImagesPerPrompt images per run
 * @param numInferenceSteps denoising steps; a strength below 1 takes its part of them
 * @param rngSeed the low 32 bits count, as in GenAI
 * @param guidanceScale how closely the images follow the prompt
 * @param strength from 0 to 1: how much of the given image is replaced; text-to-image knows only 1
 * @param width in pixels, a multiple of what the model asks for
 * @param height in pixels, a multiple of what the model asks for
 * @param maxSequenceLength tokens of the T5 text encoder (SD3, FLUX)
 * @param taylorSeer which steps are computed (SD3, FLUX); GenAI saves some of a text-to-image run
 *     unless it is told
 * @param adapters the LoRA adapters of this run
 */
public record GenerationConfig(
    Optional<String> prompt2,
    Optional<String> prompt3,
    Optional<String> negativePrompt,
    Optional<String> negativePrompt2,
    Optional<String> negativePrompt3,
    Optional<Integer> numImagesPerPrompt,
    Optional<Integer> numInferenceSteps,
    Optional<Long> rngSeed,
    Optional<Float> guidanceScale,
    Optional<Float> strength,
    Optional<Integer> width,
    Optional<Integer> height,
    Optional<Integer> maxSequenceLength,
    Optional<TaylorSeerCacheConfig> taylorSeer,
    LoraSelection adapters) {
  private static final int MAX_STEPS = 10_000;

  /** Nothing set. */
  public static final GenerationConfig DEFAULTS = builder().build();

  /** Checks the values. */
  public GenerationConfig {
    prompt2.ifPresent(text -> Checks.text("prompt_2", text));
    prompt3.ifPresent(text -> Checks.text("prompt_3", text));
    negativePrompt.ifPresent(text -> Checks.text("negative_prompt", text));
    negativePrompt2.ifPresent(text -> Checks.text("negative_prompt_2", text));
    negativePrompt3.ifPresent(text -> Checks.text("negative_prompt_3", text));
    numImagesPerPrompt.ifPresent(
        n -> Checks.between("num_images_per_prompt", n, 1, Checks.MAX_IMAGES));
    numInferenceSteps.ifPresent(n -> Checks.between("num_inference_steps", n, 1, MAX_STEPS));
    guidanceScale.ifPresent(x -> Checks.between("guidance_scale", x, 0, Float.MAX_VALUE));
    strength.ifPresent(x -> Checks.between("strength", x, 0, 1));
    width.ifPresent(n -> Checks.between("width", n, 1, Checks.MAX_SIDE));
    height.ifPresent(n -> Checks.between("height", n, 1, Checks.MAX_SIDE));
    maxSequenceLength.ifPresent(n -> Checks.between("max_sequence_length", n, 1, Checks.MAX_SIDE));
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same with other adapters. */
  public GenerationConfig withAdapters(LoraSelection selection) {
    return new GenerationConfig(
        prompt2,
        prompt3,
        negativePrompt,
        negativePrompt2,
        negativePrompt3,
        numImagesPerPrompt,
        numInferenceSteps,
        rngSeed,
        guidanceScale,
        strength,
        width,
        height,
        maxSequenceLength,
        taylorSeer,
        selection);
  }

  byte[] toBytes() {
    NativeProperties properties = new NativeProperties();
    prompt2.ifPresent(text -> properties.text("prompt_2", text));
    prompt3.ifPresent(text -> properties.text("prompt_3", text));
    negativePrompt.ifPresent(text -> properties.text("negative_prompt", text));
    negativePrompt2.ifPresent(text -> properties.text("negative_prompt_2", text));
    negativePrompt3.ifPresent(text -> properties.text("negative_prompt_3", text));
    numImagesPerPrompt.ifPresent(n -> properties.size("num_images_per_prompt", n));
    numInferenceSteps.ifPresent(n -> properties.size("num_inference_steps", n));
    rngSeed.ifPresent(seed -> properties.size("rng_seed", seed));
    guidanceScale.ifPresent(x -> properties.float32("guidance_scale", x));
    strength.ifPresent(x -> properties.float32("strength", x));
    width.ifPresent(n -> properties.int64("width", n));
    height.ifPresent(n -> properties.int64("height", n));
    maxSequenceLength.ifPresent(n -> properties.int32("max_sequence_length", n));
    taylorSeer.ifPresent(
        cache ->
            properties.taylorSeer(
                "taylorseer_config",
                cache.cacheInterval(),
                cache.disableCacheBeforeStep(),
                cache.disableCacheAfterStep()));
    return properties.toBytes();
  }

  /** Collects the properties that are set; {@link #build} checks them. */
  public static final class Builder {
    private Optional<String> prompt2 = Optional.empty();
    private Optional<String> prompt3 = Optional.empty();
    private Optional<String> negativePrompt = Optional.empty();
    private Optional<String> negativePrompt2 = Optional.empty();
    private Optional<String> negativePrompt3 = Optional.empty();
    private Optional<Integer> numImagesPerPrompt = Optional.empty();
    private Optional<Integer> numInferenceSteps = Optional.empty();
    private Optional<Long> rngSeed = Optional.empty();
    private Optional<Float> guidanceScale = Optional.empty();
    private Optional<Float> strength = Optional.empty();
    private Optional<Integer> width = Optional.empty();
    private Optional<Integer> height = Optional.empty();
    private Optional<Integer> maxSequenceLength = Optional.empty();
    private Optional<TaylorSeerCacheConfig> taylorSeer = Optional.empty();
    private LoraSelection adapters = LoraSelection.UNCHANGED;

    private Builder() {}

    /** Sets {@link GenerationConfig#prompt2}. */
    public Builder prompt2(String text) {
      prompt2 = Optional.of(text);
      return this;
    }

    /** Sets {@link GenerationConfig#prompt3}. */
    public Builder prompt3(String text) {
      prompt3 = Optional.of(text);
      return this;
    }

    /** Sets {@link GenerationConfig#negativePrompt}. */
    public Builder negativePrompt(String text) {
      negativePrompt = Optional.of(text);
      return this;
    }

    /** Sets {@link GenerationConfig#negativePrompt2}. */
    public Builder negativePrompt2(String text) {
      negativePrompt2 = Optional.of(text);
      return this;
    }

    /** Sets {@link GenerationConfig#negativePrompt3}. */
    public Builder negativePrompt3(String text) {
      negativePrompt3 = Optional.of(text);
      return this;
    }

    /** Sets {@link GenerationConfig#numImagesPerPrompt}. */
    public Builder numImagesPerPrompt(int images) {
      numImagesPerPrompt = Optional.of(images);
      return this;
    }

    /** Sets {@link GenerationConfig#numInferenceSteps}. */
    public Builder numInferenceSteps(int steps) {
      numInferenceSteps = Optional.of(steps);
      return this;
    }

    /** Sets {@link GenerationConfig#rngSeed}. */
    public Builder rngSeed(long seed) {
      rngSeed = Optional.of(seed);
      return this;
    }

    /** Sets {@link GenerationConfig#guidanceScale}. */
    public Builder guidanceScale(float scale) {
      guidanceScale = Optional.of(scale);
      return this;
    }

    /** Sets {@link GenerationConfig#strength}. */
    public Builder strength(float part) {
      strength = Optional.of(part);
      return this;
    }

    /** Sets {@link GenerationConfig#width}. */
    public Builder width(int pixels) {
      width = Optional.of(pixels);
      return this;
    }

    /** Sets {@link GenerationConfig#height}. */
    public Builder height(int pixels) {
      height = Optional.of(pixels);
      return this;
    }

    /** Sets {@link GenerationConfig#maxSequenceLength}. */
    public Builder maxSequenceLength(int tokens) {
      maxSequenceLength = Optional.of(tokens);
      return this;
    }

    /** Sets {@link GenerationConfig#taylorSeer}. */
    public Builder taylorSeer(TaylorSeerCacheConfig config) {
      taylorSeer = Optional.of(config);
      return this;
    }

    /** Sets {@link GenerationConfig#adapters}. */
    public Builder adapters(LoraSelection selection) {
      adapters = selection;
      return this;
    }

    /** The finished properties. */
    public GenerationConfig build() {
      return new GenerationConfig(
          prompt2,
          prompt3,
          negativePrompt,
          negativePrompt2,
          negativePrompt3,
          numImagesPerPrompt,
          numInferenceSteps,
          rngSeed,
          guidanceScale,
          strength,
          width,
          height,
          maxSequenceLength,
          taylorSeer,
          adapters);
    }
  }
}
