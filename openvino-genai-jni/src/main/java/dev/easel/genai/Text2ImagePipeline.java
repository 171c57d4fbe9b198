package dev.easel.genai;

import dev.easel.genai.bridge.StepBridge;
import dev.easel.genai.error.GenerationStoppedException;
import dev.easel.genai.options.PipelineOptions;
import dev.easel.picture.RgbImages;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes images from a prompt. See {@link ImagePipeline} for threads, ownership and failures. */
public final class Text2ImagePipeline implements ImagePipeline {
  private static final String NAME = "Text2ImagePipeline";
  private static final OpenPipeline.Natives NATIVES =
      new OpenPipeline.Natives(
          Text2ImagePipeline::free,
          Text2ImagePipeline::decode,
          Text2ImagePipeline::metrics,
          Text2ImagePipeline::releaseMemory);

  private final OpenPipeline pipeline;

  private Text2ImagePipeline(OpenPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Loads and compiles the model in a folder. */
  public static Text2ImagePipeline open(Path model, PipelineOptions options) {
    return new Text2ImagePipeline(
        OpenPipeline.open(NAME, NATIVES, model, options, Text2ImagePipeline::open));
  }

  /** A fork on the weights of a pipeline of another kind, without loading anything. */
  public static Text2ImagePipeline from(Image2ImagePipeline source) {
    return new Text2ImagePipeline(
        source.pipeline().convert(NAME, NATIVES, Text2ImagePipeline::fromImage2Image));
  }

  /** A fork on the weights of a pipeline of another kind, without loading anything. */
  public static Text2ImagePipeline from(InpaintingPipeline source) {
    return new Text2ImagePipeline(
        source.pipeline().convert(NAME, NATIVES, Text2ImagePipeline::fromInpainting));
  }

  /**
   * A pipeline on the same weights that runs at the same time as this one. GenAI's clones share
   * some state: with LoRA adapters the two take turns up to the first step, with Stable Diffusion 3
   * without its T5 encoder for the whole run.
   */
  public Text2ImagePipeline fork() {
    return new Text2ImagePipeline(pipeline.fork(Text2ImagePipeline::fork));
  }

  /**
   * Makes the images of one prompt.
   *
   * @return the images; the caller closes them
   * @throws GenerationStoppedException when the listener stopped the run
   */
  public RgbImages generate(String prompt, GenerationConfig config, StepListener listener) {
    byte[] text = OpenPipeline.prompt(prompt);
    return pipeline.generate(
        config,
        listener,
        (handle, properties, alphas, bridge) -> generate(handle, text, properties, alphas, bridge));
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

  private static native long open(
      byte[] path,
      byte[][] devices,
      byte[] properties,
      int[] shape,
      float guidanceScale,
      long[] adapters,
      float[] alphas,
      int mode);

  private static native long fromImage2Image(long image2Image);

  private static native long fromInpainting(long inpainting);

  private static native long fork(long handle);

  private static native long generate(
      long handle, byte[] prompt, byte[] config, float[] alphas, @Nullable StepBridge bridge);

  private static native long decode(long handle, long latent);

  private static native float[] metrics(long handle);

  private static native void releaseMemory(long handle);

  private static native void free(long handle);
}
