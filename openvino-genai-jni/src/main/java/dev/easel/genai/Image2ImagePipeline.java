package dev.easel.genai;

import dev.easel.genai.bridge.StepBridge;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes images from a prompt and an image. See {@link ImagePipeline} for threads, ownership and
 * failures.
 */
public final class Image2ImagePipeline implements ImagePipeline {
  private static final String NAME = "Image2ImagePipeline";
  private static final OpenPipeline.Natives NATIVES =
      new OpenPipeline.Natives(
          Image2ImagePipeline::free,
          Image2ImagePipeline::decode,
          Image2ImagePipeline::metrics,
          Image2ImagePipeline::releaseMemory);

  private final OpenPipeline pipeline;

  private Image2ImagePipeline(OpenPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Loads and compiles the model in a folder. */
  public static Image2ImagePipeline open(Path model, PipelineOptions options) {
    return new Image2ImagePipeline(
        OpenPipeline.open(NAME, NATIVES, model, options, Image2ImagePipeline::open));
  }

  /** A fork on the weights of a pipeline of another kind, without loading anything. */
  public static Image2ImagePipeline from(InpaintingPipeline source) {
    return new Image2ImagePipeline(
        source.pipeline().convert(NAME, NATIVES, Image2ImagePipeline::fromInpainting));
  }

  /**
   * A pipeline on the same weights that runs at the same time as this one. GenAI's clones share
   * some state: with LoRA adapters the two take turns up to the first step, with Stable Diffusion 3
   * without its T5 encoder for the whole run.
   */
  public Image2ImagePipeline fork() {
    return new Image2ImagePipeline(pipeline.fork(Image2ImagePipeline::fork));
  }

  /**
   * Makes images that start from the given one.
   *
   * @param image one image, which stays the caller's
   * @return the images; the caller closes them
   * @throws GenerationStoppedException when the listener stopped the run
   */
  public RgbImages generate(
      String prompt, RgbImages image, GenerationConfig config, StepListener listener) {
    byte[] text = OpenPipeline.prompt(prompt);
    OpenPipeline.checkImage("image", image, OpenPipeline.LEAST_SIDE);
    ByteBuffer pixels = image.pixels();
    return pipeline.generate(
        config,
        listener,
        (handle, properties, alphas, bridge) ->
            generate(
                handle, text, pixels, image.height(), image.width(), properties, alphas, bridge));
  }

  @Override
  public PerformanceMetrics performanceMetrics() {
    return pipeline.metrics();
  }

  @Override
  public void releaseMemory() {
    pipeline.releaseMemory();
  }

  @Override
  public boolean isClosed() {
    return pipeline.isClosed();
  }

  @Override
  public void close() {
    pipeline.close();
  }

  OpenPipeline pipeline() {
    return pipeline;
  }

  private static native long open(
      byte[] path,
      byte[][] devices,
      byte[] properties,
      int[] shape,
      float guidanceScale,
      long[] adapters,
      float[] alphas,
      int mode);

  private static native long fromInpainting(long inpainting);

  private static native long fork(long handle);

  private static native long generate(
      long handle,
      byte[] prompt,
      ByteBuffer image,
      int imageHeight,
      int imageWidth,
      byte[] config,
      float[] alphas,
      @Nullable StepBridge bridge);

  private static native long decode(long handle, long latent);

  private static native float[] metrics(long handle);

  private static native void releaseMemory(long handle);

  private static native void free(long handle);
}
