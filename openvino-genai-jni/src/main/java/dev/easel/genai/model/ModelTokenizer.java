package dev.easel.genai.model;

import dev.easel.genai.bridge.Checks;
import dev.easel.genai.bridge.NativeHandle;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.runtime.NativeLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tokenizer of one of a model's text encoders: how much of a prompt the encoder reads.
 *
 * <p><b>Threads</b>: any; calls run at the same time.
 *
 * <p><b>Ownership</b>: whoever opens it closes it.
 *
 * <p><b>Failure</b>: {@link GenAiException}; {@link IllegalStateException} after close.
 */
public final class ModelTokenizer implements AutoCloseable {
  private final int maxLength;
  private final NativeHandle handle;

  private ModelTokenizer(int maxLength, NativeHandle handle) {
    this.maxLength = maxLength;
    this.handle = handle;
  }

  /**
   * Opens a tokenizer of a model.
   *
   * @param modelFolder the folder of the whole model
   * @param subfolder {@code tokenizer}, {@code tokenizer_2} or {@code tokenizer_3}
   */
  public static ModelTokenizer open(Path modelFolder, String subfolder) {
    Path folder = modelFolder.resolve(Checks.text("subfolder", subfolder));
    if (!Files.isRegularFile(folder.resolve("openvino_tokenizer.xml"))) {
      throw new GenAiException(folder + " is no tokenizer: it has no openvino_tokenizer.xml");
    }
    NativeLoader.load();
    long address = open(Checks.utf8("the tokenizer's path", folder.toString()));
    NativeHandle handle = new NativeHandle("ModelTokenizer", address, ModelTokenizer::free);
    return new ModelTokenizer(maxLength(address), handle);
  }

  /** How many tokens the text has, with the special ones at its ends. */
  public int countTokens(String text) {
    byte[] utf8 = Checks.utf8("text", text);
    return handle.use(address -> countTokens(address, utf8));
  }

  /** How many tokens the text has and how many of them the text encoder reads. */
  public TokenCount count(String text) {
    int sent = countTokens(text);
    return new TokenCount(sent, Math.min(sent, maxLength));
  }

  /** How many tokens are kept, with the special ones at the ends; what is longer is cut. */
  public int maxLength() {
    return maxLength;
  }

  @Override
  public void close() {
    handle.close();
  }

  private static native long open(byte[] folder);

  private static native int maxLength(long handle);

  private static native int countTokens(long handle, byte[] text);

  private static native void free(long handle);
}
