package dev.easel.calculators.model;

import dev.easel.calculators.task.step.TaylorSeer;
import dev.easel.genai.diffusion.PipelineKind;
import java.util.Optional;

/**
 * The families of models that OpenVINO GenAI runs, told by the class in {@code model_index.json},
 * with what they ask of a request.
 */
public enum ModelFamily {
  /** Stable Diffusion 1.x and 2.x. */
  STABLE_DIFFUSION("Stable Diffusion", 8, 1, true, 7.5f, 0.8f, 1.0f, "StableDiffusionPipeline"),
  /** Latent consistency models. */
  LATENT_CONSISTENCY(
      "Latent Consistency", 8, 1, false, 8.5f, 0.8f, 1.0f, "LatentConsistencyModelPipeline"),
  /** Stable Diffusion 1.x and 2.x made for inpainting. */
  STABLE_DIFFUSION_INPAINT(
      "Stable Diffusion Inpainting",
      8,
      1,
      true,
      7.5f,
      1.0f,
      1.0f,
      "StableDiffusionInpaintPipeline"),
  /** Stable Diffusion XL. */
  STABLE_DIFFUSION_XL(
      "Stable Diffusion XL", 8, 2, true, 5.0f, 0.3f, 0.9999f, "StableDiffusionXLPipeline"),
  /** Stable Diffusion XL made for inpainting. */
  STABLE_DIFFUSION_XL_INPAINT(
      "Stable Diffusion XL Inpainting",
      8,
      2,
      true,
      5.0f,
      0.9999f,
      0.9999f,
      "StableDiffusionXLInpaintPipeline"),
  /** Stable Diffusion 3 and 3.5. */
  STABLE_DIFFUSION_3(
      "Stable Diffusion 3", 16, 3, true, 7.0f, 0.6f, 0.6f, "StableDiffusion3Pipeline"),
  /** Stable Diffusion 3 made for inpainting. */
  STABLE_DIFFUSION_3_INPAINT(
      "Stable Diffusion 3 Inpainting",
      16,
      3,
      true,
      7.0f,
      0.6f,
      0.6f,
      "StableDiffusion3InpaintPipeline"),
  /** FLUX.1. */
  FLUX("FLUX", 16, 2, false, 3.5f, 0.6f, 0.6f, "FluxPipeline"),
  /** FLUX.1 Fill. */
  FLUX_FILL("FLUX Fill", 16, 2, false, 30.0f, 1.0f, 1.0f, "FluxFillPipeline"),
  /** FLUX.1 saved as a pipeline for inpainting. */
  FLUX_INPAINT("FLUX Inpainting", 16, 2, false, 3.5f, 0.6f, 0.6f, "FluxInpaintPipeline"),
  /** FLUX.2 klein. */
  FLUX_2_KLEIN("FLUX.2 klein", 16, 1, false, 4.0f, 1.0f, 1.0f, "Flux2KleinPipeline"),
  /** Z-Image. */
  Z_IMAGE("Z-Image", 16, 1, true, 5.0f, 0.6f, 1.0f, "ZImagePipeline"),
  /** Qwen-Image. */
  QWEN_IMAGE("Qwen-Image", 16, 1, true, 4.0f, 0.6f, 1.0f, "QwenImagePipeline"),
  /**
   * One that nothing is known of here. GenAI may run it, with its own defaults; the rules are those
   * that suit most.
   */
  OTHER("other", 16, 3, true, 0, 0, 0, "");

  private static final float XL_INPAINTING_GUIDANCE = 7.5f;
  private static final float FLUX_IMAGE_GUIDANCE = 7.0f;
  private static final int USUAL_SEQUENCE = 512;
  private static final int STABLE_DIFFUSION_3_SEQUENCE = 256;
  private static final int QWEN_IMAGE_LONGEST_SEQUENCE = 1024;

  /** The start of the user's message in Qwen's chat: a mark, the role and the end of the line. */
  private static final int CHAT_START = 3;

  private final String title;
  private final int sizeMultiple;
  private final int textEncoders;
  private final boolean negativePrompts;
  private final float guidance;
  private final float imageStrength;
  private final float maskStrength;
  private final String className;

  ModelFamily(
      String title,
      int sizeMultiple,
      int textEncoders,
      boolean negativePrompts,
      float guidance,
      float imageStrength,
      float maskStrength,
      String className) {
    this.title = title;
    this.sizeMultiple = sizeMultiple;
    this.textEncoders = textEncoders;
    this.negativePrompts = negativePrompts;
    this.guidance = guidance;
    this.imageStrength = imageStrength;
    this.maskStrength = maskStrength;
    this.className = className;
  }

  /** The family of a pipeline class. */
  public static ModelFamily ofClass(String className) {
    for (ModelFamily family : values()) {
      if (family.className.equals(className)) {
        return family;
      }
    }
    return OTHER;
  }

  /** The family's name for messages. */
  public String title() {
    return title;
  }

  /** What both sides of an image must be a multiple of with the family's usual VAE. */
  public int sizeMultiple() {
    return sizeMultiple;
  }

  /** How many text encoders the family has at most, which is how many prompts it takes. */
  public int textEncoders() {
    return textEncoders;
  }

  /** Whether negative prompts have any effect. */
  public boolean hasNegativePrompts() {
    return negativePrompts;
  }

  /** The guidance scale of a request that names none, as GenAI has it; empty if that is unknown. */
  public Optional<Float> usualGuidance(PipelineKind pipeline) {
    return this == OTHER
        ? Optional.empty()
        : Optional.of(pipeline == PipelineKind.TEXT_TO_IMAGE ? guidance : guidance(pipeline));
  }

  private float guidance(PipelineKind pipeline) {
    return switch (this) {
      case STABLE_DIFFUSION_XL, STABLE_DIFFUSION_XL_INPAINT ->
          pipeline == PipelineKind.INPAINTING ? XL_INPAINTING_GUIDANCE : guidance;
      case FLUX, FLUX_INPAINT -> FLUX_IMAGE_GUIDANCE;
      default -> guidance;
    };
  }

  /** The strength of a request that names none, as GenAI has it; empty if that is unknown. */
  public Optional<Float> usualStrength(PipelineKind pipeline) {
    return switch (pipeline) {
      case TEXT_TO_IMAGE -> Optional.of(1f);
      case IMAGE_TO_IMAGE -> this == OTHER ? Optional.empty() : Optional.of(imageStrength);
      case INPAINTING -> this == OTHER ? Optional.empty() : Optional.of(maskStrength);
    };
  }

  /** Whether it can continue steps from others instead of computing them. */
  public boolean savesSteps() {
    return switch (this) {
      case STABLE_DIFFUSION_3, STABLE_DIFFUSION_3_INPAINT, FLUX, FLUX_FILL, FLUX_INPAINT -> true;
      default -> false;
    };
  }

  /** Which steps GenAI computes for a request that does not say. */
  TaylorSeer usualTaylorSeer(PipelineKind pipeline) {
    return savesSteps() && pipeline == PipelineKind.TEXT_TO_IMAGE
        ? TaylorSeer.USUAL
        : TaylorSeer.OFF;
  }

  /** The {@code max_sequence_length} of a request that names none, as GenAI has it. */
  public int usualSequenceLength() {
    return isFlux() || hasChatEncoder() ? USUAL_SEQUENCE : STABLE_DIFFUSION_3_SEQUENCE;
  }

  /** The longest {@code max_sequence_length} of a request. */
  public int longestSequence() {
    return this == QWEN_IMAGE ? QWEN_IMAGE_LONGEST_SEQUENCE : USUAL_SEQUENCE;
  }

  /**
   * Whether its only text encoder is a language model, to which GenAI puts the prompt in a chat.
   */
  public boolean hasChatEncoder() {
    return this == FLUX_2_KLEIN || this == Z_IMAGE || this == QWEN_IMAGE;
  }

  /**
   * How many of the tokens that {@code max_sequence_length} allows are taken by what GenAI puts
   * before the prompt. Those before a prompt of Qwen-Image come on top.
   */
  public int tokensBeforePrompt() {
    return this == FLUX_2_KLEIN || this == Z_IMAGE ? CHAT_START : 0;
  }

  /** Whether it makes images from a given one by strength, and not by looking at it. */
  public boolean knowsStrength() {
    return this != FLUX_2_KLEIN;
  }

  /** Whether it makes images from a given one in that one's size, whatever the request says. */
  public boolean keepsGivenSize() {
    return this == Z_IMAGE;
  }

  /**
   * Whether requests can choose among its LoRA adapters; else they count as they are compiled in.
   */
  public boolean changesAdapters() {
    return this != Z_IMAGE;
  }

  /** Whether it is made for 1024x1024 whatever its configuration says. */
  public boolean isMadeFor1024() {
    return isFlux() || hasChatEncoder();
  }

  /** Whether it was made to repaint under a mask and can do nothing else. */
  public boolean isInpaintingOnly() {
    return this == FLUX_FILL || name().endsWith("_INPAINT");
  }

  /** Whether it is one of the FLUX models, which do not run on an NPU. */
  public boolean isFlux() {
    return name().startsWith("FLUX");
  }
}
