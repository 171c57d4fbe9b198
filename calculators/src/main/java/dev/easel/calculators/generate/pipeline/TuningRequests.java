package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.generate.settings.ModelSettings;
import dev.easel.calculators.model.ModelDescription.FixedShape;
import dev.easel.calculators.model.Resolution;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.diffusion.DiffusionRequest;
import dev.easel.genai.diffusion.PipelineKind;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a model is asked for while it is measured. */
final class TuningRequests {

  /** Enough that decoding weighs as it does in requests, and not more than a request takes. */
  private static final int MOST_STEPS = 20;

  private static final int FEW_STEPS = 2;
  private static final long SEED = 7;
  private static final String PROMPT = "a red circle on a white background";

  private final ModelSettings settings;
  private final DiffusersFolder folder;
  private final Set<PipelineKind> pipelines;

  TuningRequests(ModelSettings settings, DiffusersFolder folder, Set<PipelineKind> pipelines) {
    this.settings = settings;
    this.folder = folder;
    this.pipelines = pipelines;
  }

  /** The sizes to measure, of which there is one at least. */
  List<Resolution> sizes(List<Resolution> wanted) {
    List<Resolution> usual =
        settings
            .fixedShape()
            .map(FixedShape::resolutions)
            .orElse(List.of(settings.defaultResolution().orElse(folder.nativeSize())));
    return wanted.isEmpty() ? usual : wanted;
  }

  /** A request as clients send it. */
  DiffusionRequest usual(Resolution size) {
    int steps = (int) Math.min(MOST_STEPS, settings.defaultSteps());
    return DiffusionRequest.text(PROMPT, config(size, steps, images()));
  }

  /** The shortest one. */
  DiffusionRequest step(Resolution size) {
    return DiffusionRequest.text(PROMPT, config(size, 1, images()));
  }

  /** What shows whether pixels are the same: the sizes, others around them, and edits. */
  List<DiffusionRequest> samples(List<Resolution> sizes) {
    List<DiffusionRequest> samples = new ArrayList<>();
    for (Resolution size : sizes) {
      samples.add(usual(size));
      if (settings.fixedShape().isEmpty()) {
        samples.add(DiffusionRequest.text(PROMPT, config(size, FEW_STEPS, 2)));
      }
    }
    for (Resolution size : around(sizes)) {
      samples.add(DiffusionRequest.text(PROMPT, config(size, FEW_STEPS, images())));
    }
    edits(sizes.get(0), samples);
    return samples;
  }

  private void edits(Resolution size, List<DiffusionRequest> samples) {
    if (images() > 1) {
      return; // some families edit one image only
    }
    if (pipelines.contains(PipelineKind.IMAGE_TO_IMAGE)) {
      samples.add(edit(PipelineKind.IMAGE_TO_IMAGE, size, Optional.empty()));
    }
    if (pipelines.contains(PipelineKind.INPAINTING)) {
      samples.add(edit(PipelineKind.INPAINTING, size, Optional.of(pattern(size))));
    }
  }

  private DiffusionRequest edit(PipelineKind kind, Resolution size, Optional<RgbImages> mask) {
    return new DiffusionRequest(
        kind, PROMPT, config(size, FEW_STEPS * 2, 1), Map.of(), Optional.of(pattern(size)), mask);
  }

  private static RgbImages pattern(Resolution size) {
    RgbImages image = RgbImages.allocate(1, size.height(), size.width());
    ByteBuffer pixels = image.image(0);
    for (int i = 0; pixels.hasRemaining(); i++) {
      pixels.put((byte) (i / size.width()));
    }
    return image;
  }

  /** How work is divided among threads goes by the size. */
  private Set<Resolution> around(List<Resolution> sizes) {
    Set<Resolution> around = new LinkedHashSet<>();
    if (settings.fixedShape().isEmpty()) {
      for (Resolution size : sizes) {
        int width = size.width();
        int height = size.height();
        around.add(new Resolution(grid(width / 2), grid(height / 2)));
        around.add(new Resolution(grid(width), grid(height / 2)));
        around.add(new Resolution(grid(width * 3 / 4), grid(height)));
        around.add(new Resolution(grid(width * 3 / 2), grid(height * 3 / 2)));
      }
      around.removeIf(size -> !size.fitsIn(settings.maxResolution().within(folder.longestSide())));
      around.removeAll(sizes);
    }
    return around;
  }

  private int grid(int side) {
    int multiple = folder.sizeMultiple();
    return Math.max(1, side / multiple) * multiple;
  }

  private int images() {
    return settings.fixedShape().map(FixedShape::images).orElse(1);
  }

  private GenerationConfig config(Resolution size, int steps, int images) {
    GenerationConfig.Builder config =
        GenerationConfig.builder()
            .numImagesPerPrompt(images)
            .numInferenceSteps(steps)
            .rngSeed(SEED)
            .width(size.width())
            .height(size.height());
    settings
        .fixedShape()
        .map(FixedShape::guidanceScale)
        .or(settings::defaultGuidance)
        .ifPresent(config::guidanceScale);
    return config.build();
  }
}
