package dev.easel.serving.plugin;

import org.jspecify.annotations.Nullable;

/** Why the calculators of a jar cannot be used. */
final class UnusableJarException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableJarException(@Nullable String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
