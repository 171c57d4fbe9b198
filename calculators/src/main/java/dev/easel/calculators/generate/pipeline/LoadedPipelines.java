package dev.easel.calculators.generate.pipeline;

import dev.easel.calculators.generate.settings.DiffusersFolder;
import dev.easel.calculators.generate.settings.LoadMistake;
import dev.easel.calculators.model.PipelineKind;
import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.options.PipelineOptions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.generate");

  private final DiffusersFolder folder;
  private final PipelineOptions options;
  private final List<InpaintingPipeline> inpaintings = new ArrayList<>();
  private Optional<Image2ImagePipeline> imageToImage = Optional.empty();
  private Optional<Text2ImagePipeline> textToImage = Optional.empty();
  private String firstFailure = "";

  private LoadedPipelines(DiffusersFolder folder, PipelineOptions options) {
    this.folder = folder;
    this.options = options;
  }

  /** Opens every pipeline that the model has; none at all is a failure. */
  static LoadedPipelines open(DiffusersFolder folder, PipelineOptions options, int inpaintings) {
    LoadedPipelines pipelines = new LoadedPipelines(folder, options);
    try {
      pipelines.load(inpaintings);
    } catch (RuntimeException | Error e) {
      pipelines.close();
      throw e;
    }
    if (pipelines.kinds().isEmpty()) {
      pipelines.close();
      throw LoadMistake.MODEL_INVALID.because(
          folder.path() + " cannot be loaded: " + pipelines.firstFailure);
    }
    return pipelines;
  }

  private void load(int wanted) {
    if (folder.encodesImages()) {
      for (int i = 0; i < wanted && (i == 0 || !inpaintings.isEmpty()); i++) {
        attempt(PipelineKind.INPAINTING, () -> InpaintingPipeline.open(folder.path(), options))
            .ifPresent(inpaintings::add);
      }
    }
    if (folder.family().isInpaintingOnly()) {
      return;
    }
    if (folder.encodesImages()) {
      imageToImage = attempt(PipelineKind.IMAGE_TO_IMAGE, this::openImageToImage);
    }
    textToImage = attempt(PipelineKind.TEXT_TO_IMAGE, this::openTextToImage);
  }

  private Image2ImagePipeline openImageToImage() {
    return inpaintings.isEmpty()
        ? Image2ImagePipeline.open(folder.path(), options)
        : Image2ImagePipeline.from(inpaintings.get(0));
  }

  private Text2ImagePipeline openTextToImage() {
    return imageToImage
        .map(Text2ImagePipeline::from)
        .orElseGet(() -> Text2ImagePipeline.open(folder.path(), options));
  }

  private <P> Optional<P> attempt(PipelineKind kind, Supplier<P> opening) {
    try {
      return Optional.of(opening.get());
    } catch (GenAiException | IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      LOG.log(
          System.Logger.Level.WARNING, "{0}: no {1} pipeline: {2}", folder.path(), kind, reason);
      firstFailure = firstFailure.isEmpty() ? reason : firstFailure;
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
