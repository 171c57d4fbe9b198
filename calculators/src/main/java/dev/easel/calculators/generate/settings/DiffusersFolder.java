package dev.easel.calculators.generate.settings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.model.ModelFamily;
import dev.easel.calculators.model.Resolution;
import dev.easel.genai.check.JsonFile;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.genai.model.SchedulerLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a model's folder says about it.
 *
 * @param path the folder
 * @param family by the class in its {@code model_index.json}
 * @param textEncoders how many text encoders it really has
 * @param negativePrompts whether negative prompts have any effect
 * @param sizeMultiple what both sides of an image must be a multiple of: the family's number, more
 *     where the model's VAE makes more pixels of a cell than is usual
 * @param nativeSize what it was made for
 * @param sizes those that it makes well: what {@code _sizes} in {@code model_index.json} lists,
 *     else what it was made for
 * @param longestSide what it can make at most
 * @param scheduler how many steps it can make
 * @param encodesImages whether it can take images in
 * @param bytesPerPixel what a run holds at most for each pixel, by estimate: decoding the latent
 *     takes most, where the widest layers are as large as the image
 * @param seesMasks whether its denoiser takes the mask and the masked image in, beside the latent
 */
public record DiffusersFolder(
    Path path,
    ModelFamily family,
    int textEncoders,
    boolean negativePrompts,
    int sizeMultiple,
    Resolution nativeSize,
    List<Resolution> sizes,
    int longestSide,
    SchedulerLimits scheduler,
    boolean encodesImages,
    long bytesPerPixel,
    boolean seesMasks) {

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.generate");

  private static final String INDEX = "model_index.json";

  /** What a model is taken to be made for that does not say so. */
  private static final Resolution USUAL_SIZE = new Resolution(512, 512);

  /** GenAI takes this in some families whatever the transformer's configuration says. */
  private static final int FIXED_SIDE = 1024;

  private static final int USUAL_SCALE = 8;
  private static final int MOST_CELLS = 1 << 16;
  private static final int MOST_HALVINGS = 10;
  private static final int USUAL_CHANNELS = 128;

  /**
   * A layer's input, its output, what is added to it, and its copy in the order in which the device
   * computes. Measured with Stable Diffusion 1.5 in int8 at 512x512: 3.9 to 4.1.
   */
  private static final int LAYERS_HELD = 4;

  /**
   * Reads a folder.
   *
   * <p><b>Failure</b>: {@link LoadMistake} for one without an image model that GenAI runs.
   */
  public static DiffusersFolder read(Path folder) {
    JsonNode index = json(folder.resolve(INDEX));
    ModelFamily family = family(folder, index);
    Resolution nativeSize = nativeSize(folder, family);
    return new DiffusersFolder(
        folder,
        family,
        textEncoders(index),
        family.hasNegativePrompts() && !takesGuidanceIn(folder),
        Math.max(family.sizeMultiple(), family.sizeMultiple() / USUAL_SCALE * scale(folder)),
        nativeSize,
        sizes(folder, index).orElse(List.of(nativeSize)),
        longestSide(folder),
        SchedulerLimits.of(folder),
        Files.isDirectory(folder.resolve("vae_encoder")),
        bytesPerPixel(folder),
        seesMasks(folder));
  }

  /** The pipelines that its networks are enough for. */
  public Set<PipelineKind> pipelines() {
    if (family.isInpaintingOnly()) {
      return EnumSet.of(PipelineKind.INPAINTING);
    }
    return encodesImages
        ? EnumSet.allOf(PipelineKind.class)
        : EnumSet.of(PipelineKind.TEXT_TO_IMAGE);
  }

  /** By the class in {@code model_index.json}. */
  static ModelFamily family(Path folder) {
    return family(folder, json(folder.resolve(INDEX)));
  }

  private static ModelFamily family(Path folder, JsonNode index) {
    String className = index.path("_class_name").asText();
    ModelFamily family = ModelFamily.ofClass(className);
    if (family == ModelFamily.OTHER) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0}: nothing is known here of the class ''{1}''; OpenVINO GenAI is asked to run it",
          folder.resolve(INDEX),
          className);
    }
    return family;
  }

  /** Whether the folder says at all what it holds. */
  static boolean hasIndex(Path folder) {
    return Files.isRegularFile(folder.resolve(INDEX));
  }

  /** A denoiser that was distilled for it is told the guidance and makes no unguided half. */
  private static boolean takesGuidanceIn(Path folder) {
    return json(denoiser(folder)).path("time_cond_proj_dim").asInt(-1) >= 0;
  }

  /** By the number of channels, as GenAI tells. */
  private static boolean seesMasks(Path folder) {
    int latent = json(folder.resolve("vae_decoder/config.json")).path("latent_channels").asInt(4);
    return json(denoiser(folder)).path("in_channels").asInt() == 2 * latent + 1;
  }

  /** The last block works at full size, and takes in what the block before it made. */
  private static long bytesPerPixel(Path folder) {
    JsonNode config = json(folder.resolve("vae_decoder/config.json"));
    JsonNode blocks = config.path("block_out_channels");
    long last = blocks.path(0).asLong(config.path("base_dim").asLong(USUAL_CHANNELS));
    return Math.max(last, blocks.path(1).asLong()) * Float.BYTES * LAYERS_HELD;
  }

  private static Path denoiser(Path folder) {
    String name = Files.isDirectory(folder.resolve("unet")) ? "unet" : "transformer";
    return folder.resolve(name).resolve("config.json");
  }

  private static int textEncoders(JsonNode index) {
    int encoders = 0;
    for (String name : new String[] {"text_encoder", "text_encoder_2", "text_encoder_3"}) {
      encoders += index.path(name).path(1).isTextual() ? 1 : 0;
    }
    return Math.max(1, encoders);
  }

  /** A field of Easel's own; diffusers passes over names that begin like this. */
  private static Optional<List<Resolution>> sizes(Path folder, JsonNode index) {
    JsonNode listed = index.path("_sizes");
    if (listed.isMissingNode()) {
      return Optional.empty();
    }
    List<Resolution> sizes = new ArrayList<>();
    for (JsonNode one : listed) {
      Resolution.parse(one.asText()).ifPresent(sizes::add);
    }
    if (sizes.isEmpty() || sizes.size() != listed.size()) {
      throw LoadMistake.MODEL_INVALID.because(
          folder.resolve(INDEX) + ": _sizes must be a list of sizes such as [\"512x512\"]");
    }
    return Optional.of(sizes);
  }

  private static Resolution nativeSize(Path folder, ModelFamily family) {
    if (family.isMadeFor1024()) {
      return new Resolution(FIXED_SIDE, FIXED_SIDE);
    }
    int cells = json(denoiser(folder)).path("sample_size").asInt();
    if (cells > MOST_CELLS) {
      throw LoadMistake.MODEL_INVALID.because(
          denoiser(folder) + " has a sample_size of more than " + MOST_CELLS);
    }
    int side = cells * scale(folder);
    if (side < 1 && family == ModelFamily.OTHER) {
      return USUAL_SIZE;
    }
    if (side < 1) {
      throw LoadMistake.MODEL_INVALID.because(denoiser(folder) + " has no sample_size");
    }
    return new Resolution(side, side);
  }

  /** Stable Diffusion 3 has learned so many positions of patches. */
  private static int longestSide(Path folder) {
    JsonNode config = json(denoiser(folder));
    int positions = config.path("pos_embed_max_size").asInt();
    long side = (long) positions * config.path("patch_size").asInt(2) * scale(folder);
    return side < 1 ? Integer.MAX_VALUE : (int) Math.min(side, Integer.MAX_VALUE);
  }

  /**
   * One pixel of the latent is so many of the image; Qwen-Image's VAE, made for video, tells by
   * time.
   */
  private static int scale(Path folder) {
    JsonNode config = json(folder.resolve("vae_decoder/config.json"));
    int blocks = config.path("block_out_channels").size();
    int halvings = blocks == 0 ? config.path("temperal_downsample").size() : blocks - 1;
    if (halvings > MOST_HALVINGS) {
      throw LoadMistake.MODEL_INVALID.because(
          folder.resolve("vae_decoder/config.json")
              + " halves a picture %d times, more than any model".formatted(halvings));
    }
    return blocks == 0 && halvings == 0 ? USUAL_SCALE : 1 << halvings;
  }

  private static JsonNode json(Path file) {
    if (!Files.isRegularFile(file)) {
      throw LoadMistake.MODEL_INVALID.because(
          file + " cannot be read; models_path must be a folder that OpenVINO GenAI can load");
    }
    try {
      return JsonFile.read(file);
    } catch (IOException e) {
      throw LoadMistake.MODEL_INVALID.because(file + " cannot be read: " + e.getMessage());
    }
  }
}
