package dev.easel.genai.lora;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.NativeHandle;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.layer.AdapterFit;
import dev.easel.genai.lora.layer.ModelLayers;
import dev.easel.genai.runtime.NativeLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The weights of a LoRA adapter for one model, and the alpha it has where a run names none. The
 * file may name the model's layers as any program does.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: whoever opens it closes it; a pipeline that was opened with it keeps what it
 * needs.
 *
 * <p><b>Failure</b>: {@link GenAiException} when the file is none, with what is wrong with it.
 */
public final class LoraAdapter implements AutoCloseable {
  private final Path safetensors;
  private final float alpha;
  private final AdapterFit fit;
  private final NativeHandle handle;

  private LoraAdapter(Path safetensors, float alpha, AdapterFit fit, NativeHandle handle) {
    this.safetensors = safetensors;
    this.alpha = alpha;
    this.fit = fit;
    this.handle = handle;
  }

  /** Opens an adapter whose alpha is 1. */
  public static LoraAdapter open(Path safetensors, ModelLayers model) {
    return open(safetensors, model, 1);
  }

  /**
   * Opens an adapter with the alpha it has where a run names none.
   *
   * @param model the layers of the model that it is for
   */
  public static LoraAdapter open(Path safetensors, ModelLayers model, float alpha) {
    Checks.finite("alpha", alpha);
    if (!Files.isRegularFile(safetensors)) {
      throw new GenAiException(safetensors + " is no LoRA adapter: there is no such file");
    }
    NativeLoader.load();
    try (PrivateCopy copy = PrivateCopy.of(safetensors, model)) {
      long address = open(Checks.utf8("the adapter's path", copy.path().toString()));
      return new LoraAdapter(
          safetensors,
          alpha,
          copy.fit(),
          new NativeHandle("LoraAdapter", address, LoraAdapter::free));
    }
  }

  /** The file it was opened from. */
  public Path safetensors() {
    return safetensors;
  }

  /** Its strength where a run names none. */
  public float alpha() {
    return alpha;
  }

  /** What of its file fits the model. */
  public AdapterFit fit() {
    return fit;
  }

  NativeHandle handle() {
    return handle;
  }

  @Override
  public void close() {
    handle.close();
  }

  @Override
  public String toString() {
    return "LoraAdapter[" + safetensors + "]";
  }

  private static native long open(byte[] safetensors);

  private static native void free(long handle);
}
