package dev.easel.genai.diffusion;

import dev.easel.genai.CancelSignal;
import dev.easel.genai.GenerationConfig;
import dev.easel.genai.Image2ImagePipeline;
import dev.easel.genai.ImagePipeline;
import dev.easel.genai.InpaintingPipeline;
import dev.easel.genai.Step;
import dev.easel.genai.StepListener;
import dev.easel.genai.Text2ImagePipeline;
import dev.easel.genai.bridge.IdleMemory;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.lora.layer.PatchedFolder;
import dev.easel.genai.model.ModelTokenizer;
import dev.easel.picture.RgbImages;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A model in this process. */
final class LocalModel implements DiffusionModel {

  private final LocalAdapters adapters;
  private final PatchedFolder folder;
  private final LoadedPipelines loaded;
  private final Optional<ModelTokenizer> tokenizer;
  private final Optional<PipelinePool<Text2ImagePipeline>> textToImage;
  private final Optional<PipelinePool<Image2ImagePipeline>> imageToImage;
  private final Optional<InpaintingPool> inpainting;
  private final IdleMemory memory = new IdleMemory(this::releaseMemory);

  private LocalModel(
      LocalAdapters adapters,
      PatchedFolder folder,
      LoadedPipelines loaded,
      Optional<ModelTokenizer> tokenizer) {
    this.adapters = adapters;
    this.folder = folder;
    this.loaded = loaded;
    this.tokenizer = tokenizer;
    int kept = Runtime.getRuntime().availableProcessors();
    textToImage = loaded.textToImage().map(base -> new PipelinePool<>(base::fork, kept));
    imageToImage = loaded.imageToImage().map(base -> new PipelinePool<>(base::fork, kept));
    inpainting =
        Optional.of(loaded.inpaintings()).filter(list -> !list.isEmpty()).map(InpaintingPool::new);
  }

  static LocalModel load(ModelSpec spec, LoadWatcher watcher) {
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      LocalAdapters adapters = LocalAdapters.open(spec, watcher);
      opened.push(adapters);
      PatchedFolder folder = adapters.folder(spec);
      opened.push(folder);
      LoadedPipelines loaded =
          LoadedPipelines.open(spec, folder.path(), adapters.options(spec), watcher);
      opened.push(loaded);
      return new LocalModel(adapters, folder, loaded, tokenizer(spec, watcher));
    } catch (RuntimeException | Error e) {
      opened.forEach(each -> close(each, e));
      throw e;
    }
  }

  /** Whatever one of them throws, the others are closed. */
  private static void close(AutoCloseable opened, Throwable failure) {
    try {
      opened.close();
    } catch (Exception | Error e) {
      failure.addSuppressed(e);
    }
  }

  /** A model without a tokenizer of its own cannot be counted, and still works. */
  private static Optional<ModelTokenizer> tokenizer(ModelSpec spec, LoadWatcher watcher) {
    spec.tokenizer()
        .ifPresent(name -> watcher.opening("the tokenizer " + spec.folder().resolve(name)));
    try {
      return spec.tokenizer().map(name -> ModelTokenizer.open(spec.folder(), name));
    } catch (GenAiException e) {
      return Optional.empty();
    }
  }

  @Override
  public Set<PipelineKind> pipelines() {
    return loaded.kinds();
  }

  @Override
  public Map<PipelineKind, String> missing() {
    return loaded.failures();
  }

  @Override
  public MadeImages make(
      DiffusionRequest request,
      boolean countsTokens,
      StepListener listener,
      CancelSignal isCancelled)
      throws InterruptedException {
    int tokens = countsTokens ? countTokens(request.prompt(), isCancelled) : 0;
    memory.begin();
    try {
      return make(request, tokens, listener, isCancelled);
    } finally {
      memory.end();
    }
  }

  private MadeImages make(
      DiffusionRequest request, int tokens, StepListener listener, CancelSignal isCancelled)
      throws InterruptedException {
    if (!loaded.kinds().contains(request.pipeline())) {
      throw new IllegalArgumentException(
          "the model has no " + request.pipeline().title() + " pipeline");
    }
    GenerationConfig config = request.config().withAdapters(adapters.select(request.alphas()));
    StepListener steps = new UncancelledSteps(listener, isCancelled);
    String prompt = request.prompt();
    return switch (request.pipeline()) {
      case TEXT_TO_IMAGE ->
          textToImage
              .orElseThrow()
              .with(pipe -> made(pipe, pipe.generate(prompt, config, steps), tokens));
      case IMAGE_TO_IMAGE -> {
        RgbImages image = request.image().orElseThrow();
        yield imageToImage
            .orElseThrow()
            .with(pipe -> made(pipe, pipe.generate(prompt, image, config, steps), tokens));
      }
      case INPAINTING -> inpaint(request, tokens, config, steps, isCancelled);
    };
  }

  /** The steps of a run that ends when it is cancelled. */
  private record UncancelledSteps(StepListener listener, BooleanSupplier isCancelled)
      implements StepListener {
    @Override
    public boolean onStep(Step step) {
      return !isCancelled.getAsBoolean() && listener.onStep(step);
    }

    @Override
    public int previews() {
      return listener.previews();
    }

    @Override
    public boolean isOver() {
      return isCancelled.getAsBoolean() || listener.isOver();
    }
  }

  /** Read while the pipeline is lent: the next run overwrites what was measured. */
  private static MadeImages made(ImagePipeline pipeline, RgbImages images, int tokens) {
    return new MadeImages(images, tokens, pipeline.performanceMetrics());
  }

  private MadeImages inpaint(
      DiffusionRequest request,
      int tokens,
      GenerationConfig config,
      StepListener steps,
      BooleanSupplier isCancelled)
      throws InterruptedException {
    RgbImages image = request.image().orElseThrow();
    RgbImages mask = request.mask().orElseThrow();
    InpaintingPool pool = inpainting.orElseThrow();
    InpaintingPipeline pipeline =
        pool.lend(isCancelled).orElseThrow(GenerationStoppedException::new);
    try {
      RgbImages images = pipeline.generate(request.prompt(), image, mask, config, steps);
      return made(pipeline, images, tokens);
    } finally {
      pool.giveBack(pipeline);
    }
  }

  @Override
  public OptionalInt contextLength() {
    return tokenizer.map(it -> OptionalInt.of(it.maxLength())).orElse(OptionalInt.empty());
  }

  @Override
  public int countTokens(String text, BooleanSupplier isCancelled) {
    return tokenizer.map(it -> it.countTokens(text)).orElse(0);
  }

  private void releaseMemory() {
    try {
      textToImage.ifPresent(PipelinePool::releaseMemory);
      imageToImage.ifPresent(PipelinePool::releaseMemory);
      inpainting.ifPresent(InpaintingPool::releaseMemory);
    } catch (IllegalStateException | GenAiException e) {
      // It is being closed, which gives back everything; or a run has begun, in a pipeline that
      // shares its networks with the idle ones: the next try follows its end.
    }
  }

  @Override
  public ModelHealth health() {
    return ModelHealth.IN_PROCESS;
  }

  @Override
  public void close() {
    memory.close();
    textToImage.ifPresent(PipelinePool::close);
    imageToImage.ifPresent(PipelinePool::close);
    inpainting.ifPresent(InpaintingPool::close);
    loaded.close();
    folder.close();
    tokenizer.ifPresent(ModelTokenizer::close);
    adapters.close();
  }
}
