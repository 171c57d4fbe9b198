package dev.easel.genai.diffusion;

import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.model.ModelIndex;
import dev.easel.genai.options.PipelineOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A model's pipelines on one load of its weights where GenAI allows it, each loaded by itself where
 * it does not.
 *
 * <p><b>Ownership</b>: closes what it opened.
 */
final class LoadedPipelines implements AutoCloseable {

  private final Path title;
  private final Path folder;
  private final PipelineOptions options;
  private final LoadWatcher watcher;
  private final List<InpaintingPipeline> inpaintings = new ArrayList<>();
  private Optional<Image2ImagePipeline> imageToImage = Optional.empty();
  private Optional<Text2ImagePipeline> textToImage = Optional.empty();
  private final Map<PipelineKind, String> failures = new EnumMap<>(PipelineKind.class);

  private LoadedPipelines(Path title, Path folder, PipelineOptions options, LoadWatcher watcher) {
    this.title = title;
    this.folder = folder;
    this.options = options;
    this.watcher = watcher;
  }

  /**
   * Opens every pipeline that is wanted and that the model has; none at all is a failure.
   *
   * @param folder where the model's files are read
   */
  static LoadedPipelines open(
      ModelSpec spec, Path folder, PipelineOptions options, LoadWatcher watcher) {
    LoadedPipelines pipelines = new LoadedPipelines(spec.folder(), folder, options, watcher);
    try {
      pipelines.load(spec);
    } catch (RuntimeException | Error e) {
      pipelines.close();
      throw e;
    }
    if (pipelines.kinds().isEmpty()) {
      pipelines.close();
      throw new GenAiException(
          spec.folder()
              + " cannot be loaded: "
              + pipelines.failures.values().stream().findFirst().orElseThrow());
    }
    return pipelines;
  }

  private void load(ModelSpec spec) {
    if (spec.pipelines().contains(PipelineKind.INPAINTING)) {
      for (int i = 0; i < spec.inpaintings() && (i == 0 || !inpaintings.isEmpty()); i++) {
        attempt(PipelineKind.INPAINTING, () -> InpaintingPipeline.open(folder, options))
            .ifPresent(inpaintings::add);
      }
    }
    if (spec.pipelines().contains(PipelineKind.IMAGE_TO_IMAGE)) {
      imageToImage = attempt(PipelineKind.IMAGE_TO_IMAGE, this::openImageToImage);
    }
    if (spec.pipelines().contains(PipelineKind.TEXT_TO_IMAGE)) {
      textToImage = attempt(PipelineKind.TEXT_TO_IMAGE, this::openTextToImage);
    }
  }

  private Image2ImagePipeline openImageToImage() {
    return inpaintings.isEmpty()
        ? Image2ImagePipeline.open(folder, options)
        : Image2ImagePipeline.from(inpaintings.get(0));
  }

  /** Where GenAI converts no pipeline, as in Z-Image, the weights are loaded once more. */
  private Text2ImagePipeline openTextToImage() {
    try {
      if (imageToImage.isPresent() && hasOneShape()) {
        return Text2ImagePipeline.from(imageToImage.get());
      }
    } catch (GenAiException e) {
      // What is wrong with the model itself, opening it will tell.
    }
    return Text2ImagePipeline.open(folder, options);
  }

  /** What FLUX.2 klein has compiled in holds the given image beside the one it makes. */
  private boolean hasOneShape() {
    return options.reshape().isEmpty()
        || !ModelIndex.of(folder).className().equals("Flux2KleinPipeline");
  }

  private <P> Optional<P> attempt(PipelineKind kind, Supplier<P> opening) {
    watcher.opening("the %s pipeline of %s".formatted(kind.title(), title));
    try {
      return Optional.of(opening.get());
    } catch (GenAiException | IllegalArgumentException e) {
      failures.putIfAbsent(kind, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  Set<PipelineKind> kinds() {
    Set<PipelineKind> kinds = EnumSet.noneOf(PipelineKind.class);
    textToImage.ifPresent(pipeline -> kinds.add(PipelineKind.TEXT_TO_IMAGE));
    imageToImage.ifPresent(pipeline -> kinds.add(PipelineKind.IMAGE_TO_IMAGE));
    if (!inpaintings.isEmpty()) {
      kinds.add(PipelineKind.INPAINTING);
    }
    return kinds;
  }

  /** Why those that were wanted could not be opened. */
  Map<PipelineKind, String> failures() {
    return Collections.unmodifiableMap(failures);
  }

  Optional<Text2ImagePipeline> textToImage() {
    return textToImage;
  }

  Optional<Image2ImagePipeline> imageToImage() {
    return imageToImage;
  }

  List<InpaintingPipeline> inpaintings() {
    return inpaintings;
  }

  @Override
  public void close() {
    textToImage.ifPresent(Text2ImagePipeline::close);
    imageToImage.ifPresent(Image2ImagePipeline::close);
    inpaintings.forEach(InpaintingPipeline::close);
  }
}
