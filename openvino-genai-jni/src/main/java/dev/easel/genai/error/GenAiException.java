package dev.easel.genai.error;

import java.nio.charset.StandardCharsets;

/**
 * OpenVINO GenAI refused or failed; the message is GenAI's own, without the source paths of the
 * machine that built it.
 *
 * <p>Arguments that this binding refuses itself are {@link IllegalArgumentException}s, a call on a
 * closed handle is an {@link IllegalStateException}.
 */
public final class GenAiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was refused, and what would be right. */
  public GenAiException(String message) {
    super(message);
  }

  /** What failed, and why. */
  public GenAiException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Called by the native side, whose texts are UTF-8. */
  static GenAiException ofNative(byte[] message) {
    return new GenAiException(NativeMessage.cleaned(new String(message, StandardCharsets.UTF_8)));
  }
}
