package dev.easel.genai;

import dev.easel.genai.bridge.StepBridge;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes images from a prompt, an image and a mask that is white where something new shall be. See
 * {@link ImagePipeline} for threads, ownership and failures.
 *
 * <p>It cannot be forked, nor made from another pipeline: GenAI's clones crash when they inpaint.
 * To inpaint at the same time, open the folder again; the weights are mapped into memory, so files
 * are read once.
 */
public final class InpaintingPipeline implements ImagePipeline {
  private static final String NAME = "InpaintingPipeline";
  private static final OpenPipeline.Natives NATIVES =
      new OpenPipeline.Natives(
          InpaintingPipeline::free,
          InpaintingPipeline::decode,
          InpaintingPipeline::metrics,
          InpaintingPipeline::releaseMemory);

  private final OpenPipeline pipeline;

  private InpaintingPipeline(OpenPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Loads and compiles the model in a folder. */
  public static InpaintingPipeline open(Path model, PipelineOptions options) {
    return new InpaintingPipeline(
        OpenPipeline.open(NAME, NATIVES, model, options, InpaintingPipeline::open));
  }

  /**
   * Fills the masked part of the given image.
   *
   * @param image one image, which stays the caller's
   * @param mask one image of any size, white where something new shall be; it stays the caller's
   * @return the images; the caller closes them
   * @throws GenerationStoppedException when the listener stopped the run
   */
  public RgbImages generate(
      String prompt,
      RgbImages image,
      RgbImages mask,
      GenerationConfig config,
      StepListener listener) {
    byte[] text = OpenPipeline.prompt(prompt);
    OpenPipeline.checkImage("image", image, OpenPipeline.LEAST_SIDE);
    OpenPipeline.checkImage("mask", mask, OpenPipeline.LEAST_SIDE);
    ByteBuffer pixels = image.pixels();
    ByteBuffer maskPixels = mask.pixels();
    return pipeline.generate(
        config,
        listener,
        (handle, properties, alphas, bridge) ->
            generate(
                handle,
                text,
                pixels,
                image.height(),
                image.width(),
                maskPixels,
                mask.height(),
                mask.width(),
                properties,
                alphas,
                bridge));
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

  private static native long generate(
      long handle,
      byte[] prompt,
      ByteBuffer image,
      int imageHeight,
      int imageWidth,
      ByteBuffer mask,
      int maskHeight,
      int maskWidth,
      byte[] config,
      float[] alphas,
      @Nullable StepBridge bridge);

  private static native long decode(long handle, long latent);

  private static native float[] metrics(long handle);

  private static native void releaseMemory(long handle);

  private static native void free(long handle);
}
