package dev.easel.calculators.generate.settings;

import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.calculators.proto.ImageGenCalculatorOptions;
import dev.easel.calculators.proto.ImageGenCalculatorOptions.TaylorSeerCache;
import dev.easel.calculators.task.step.TaylorSeer;
import dev.easel.framework.resource.ResourceRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a node's options in the order in which OpenVINO Model Server does; the first one wins.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class SettingsReader {

  private static final float USUAL_GUIDANCE = 7.5f;
  private static final int MOST_IMAGES = 1024;

  private final ResourceRequest request;
  private final ImageGenCalculatorOptions options;
  private final Path base;
  private final Optional<String> cacheDir;

  /** A reader of the options of one node. */
  public SettingsReader(ResourceRequest request) {
    this.request = request;
    options = request.options(ImageGenCalculatorOptions.class);
    base = request.baseDirectory();
    cacheDir = Optional.ofNullable(request.settings().get("cache_dir"));
  }

  /**
   * The options as values.
   *
   * <p><b>Failure</b>: {@link LoadMistake} with the option and what would be right.
   */
  public ModelSettings read() {
    Path models = modelsPath();
    Optional<List<String>> devices =
        DeviceChoice.parse(
            options.hasDevice() ? Optional.of(options.getDevice()) : Optional.empty());
    boolean npu = devices.map(DeviceChoice::usesNpu).orElse(false);
    if (npu && DiffusersFolder.hasIndex(models)) {
      DeviceChoice.checkNpu(devices.get(), DiffusersFolder.family(models));
    }
    List<Resolution> resolutions = resolutions(npu);
    checkStaticMode(resolutions);
    Map<String, Object> properties = PluginConfig.parse(options.getPluginConfig(), cacheDir);
    Resolution max = Resolutions.parse("max_resolution", options.getMaxResolution());
    Optional<Resolution> byDefault = defaultResolution(max, resolutions);
    checkLimits();
    AdapterReader adapters = new AdapterReader(options, base, npu);
    if (!adapters.files().isEmpty() && adapters.catalogue().isDynamic()) {
      checkDynamicAdapters(models);
    }
    return new ModelSettings(
        models,
        devices,
        properties,
        max,
        byDefault,
        options.getMaxNumImagesPerPrompt(),
        options.getDefaultNumInferenceSteps(),
        options.getMaxNumInferenceSteps(),
        options.hasDefaultGuidanceScale()
            ? Optional.of(options.getDefaultGuidanceScale())
            : Optional.empty(),
        fixedShape(resolutions),
        adapters.files(),
        adapters.catalogue(),
        options.getRejectLongPrompts(),
        options.getInpaintingPipelines(),
        options.getExtraImages() == ImageGenCalculatorOptions.ExtraImages.IGNORE,
        taylorSeer(models),
        QueueSettings.of(request),
        WorkerChoice.of(request));
  }

  private Path modelsPath() {
    String written = options.getModelsPath();
    try {
      Path path = base.resolve(written);
      for (Path segment : Path.of(written)) {
        if (segment.toString().equals("..")) {
          throw LoadMistake.PATH_INVALID.because(
              "models_path '" + written + "' has a '..'; say where the folder is without it");
        }
      }
      if (Files.isDirectory(path)) {
        return path.normalize();
      }
      throw LoadMistake.PATH_INVALID.because(
          "models_path '" + written + "' is no folder: " + path.normalize());
    } catch (InvalidPathException e) {
      throw LoadMistake.PATH_INVALID.because("models_path '" + written + "' is no path");
    }
  }

  private List<Resolution> resolutions(boolean npu) {
    List<Resolution> sizes =
        options.hasResolution() ? Resolutions.parseList(options.getResolution()) : List.of();
    if (npu && sizes.size() != 1) {
      throw LoadMistake.SHAPE_DYNAMIC_BUT_NPU_USED.because(
          "an NPU needs exactly one resolution, such as resolution: \"512x512\"; there are "
              + sizes.size());
    }
    return sizes;
  }

  /** GenAI would make the images of the bare model, whatever adapters are asked for. */
  private static void checkDynamicAdapters(Path models) {
    if (DiffusersFolder.hasIndex(models) && !DiffusersFolder.family(models).changesAdapters()) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "lora_adapters: this family takes adapters only in mode STATIC or FUSE; name one of them");
    }
  }

  private void checkStaticMode(List<Resolution> resolutions) {
    boolean shaped = options.hasNumImagesPerPrompt() || options.hasGuidanceScale();
    if (resolutions.isEmpty()) {
      refuse(
          shaped,
          "num_images_per_prompt and guidance_scale are compiled in and need a resolution; for a"
              + " default guidance use default_guidance_scale");
      return;
    }
    refuse(options.hasMaxResolution(), "max_resolution has no place beside resolution");
    refuse(
        shaped && resolutions.size() > 1,
        "num_images_per_prompt and guidance_scale need exactly one resolution");
    refuse(
        options.hasMaxNumImagesPerPrompt() && resolutions.size() == 1,
        "max_num_images_per_prompt has no place beside a resolution; use num_images_per_prompt");
  }

  private static void refuse(boolean wrong, String hint) {
    if (wrong) {
      throw LoadMistake.STATIC_RESOLUTION_MISUSE.because(hint);
    }
  }

  private Optional<Resolution> defaultResolution(Resolution max, List<Resolution> resolutions) {
    if (!options.hasDefaultResolution()) {
      return resolutions.stream().findFirst();
    }
    Resolution size = Resolutions.parse("default_resolution", options.getDefaultResolution());
    if (!size.fitsIn(max)) {
      throw LoadMistake.DEFAULT_EXCEEDS_MAXIMUM.because(
          "default_resolution " + size + " is more than max_resolution " + max);
    }
    if (!resolutions.isEmpty() && !resolutions.contains(size)) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because(
          "default_resolution " + size + " is not in resolution " + resolutions);
    }
    return Optional.of(size);
  }

  private Optional<TaylorSeer> taylorSeer(Path models) {
    if (!options.hasTaylorseerConfig()) {
      return Optional.empty();
    }
    if (DiffusersFolder.hasIndex(models) && !DiffusersFolder.family(models).savesSteps()) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "taylorseer_config is for FLUX.1 and Stable Diffusion 3, and this is "
              + DiffusersFolder.family(models).title()
              + "; leave it out");
    }
    TaylorSeerCache cache = options.getTaylorseerConfig();
    try {
      return Optional.of(
          new TaylorSeer(
              cache.getCacheInterval(),
              cache.getDisableCacheBeforeStep(),
              cache.getDisableCacheAfterStep()));
    } catch (IllegalArgumentException e) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because("taylorseer_config: " + e.getMessage());
    }
  }

  /** What OpenVINO Model Server leaves to fail at the first request. */
  private void checkLimits() {
    long byDefault = options.getDefaultNumInferenceSteps();
    long max = options.getMaxNumInferenceSteps();
    if (options.hasDefaultNumInferenceSteps() && (byDefault < 1 || byDefault > max)) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "default_num_inference_steps "
              + byDefault
              + " is not between 1 and "
              + "max_num_inference_steps "
              + max);
    }
    float guidance = options.getDefaultGuidanceScale();
    if (!Float.isFinite(guidance) || guidance < 0) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because(
          "default_guidance_scale " + guidance + " is no finite number from 0 on");
    }
    if (options.getInpaintingPipelines() < 1) {
      throw LoadMistake.GRAPH_CONFIG_INVALID.because("inpainting_pipelines must be at least 1");
    }
  }

  /**
   * Several resolutions are a list to choose from; one is compiled in with all that belongs to it.
   */
  private Optional<FixedShape> fixedShape(List<Resolution> resolutions) {
    if (resolutions.isEmpty()) {
      return Optional.empty();
    }
    long images = options.hasNumImagesPerPrompt() ? options.getNumImagesPerPrompt() : 1;
    if (images < 1 || images > MOST_IMAGES) {
      throw LoadMistake.STATIC_RESOLUTION_MISUSE.because(
          "num_images_per_prompt " + images + " is not between 1 and " + MOST_IMAGES);
    }
    float guidance = options.hasGuidanceScale() ? options.getGuidanceScale() : USUAL_GUIDANCE;
    return Optional.of(new FixedShape(resolutions, (int) images, guidance));
  }
}
