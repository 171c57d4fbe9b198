package dev.easel.genai;

import dev.easel.genai.error.GenAiException;
import dev.easel.genai.runtime.NativeLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The native runtime: whether it is there, which it is, which devices it sees.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Failure</b>: {@link GenAiException} that lists every place where the runtime was looked
 * for.
 */
public final class GenAi {
  private GenAi() {}

  /** Loads the runtime now instead of with the first pipeline; loading again does nothing. */
  public static void load() {
    NativeLoader.load();
  }

  /** Whether the runtime can be loaded; {@link #load} says why it cannot. */
  public static boolean isAvailable() {
    return NativeLoader.isAvailable();
  }

  /** The version of OpenVINO GenAI, for example {@code 2026.4.1.0-2636-…}. */
  public static String version() {
    load();
    return new String(runtimeVersion(), StandardCharsets.UTF_8);
  }

  /** The version that the binding was built for, without loading anything; "" in a jar without. */
  public static String builtFor() {
    return NativeLoader.version();
  }

  /** The devices that models can be compiled for, for example {@code CPU}. */
  public static List<String> devices() {
    load();
    return new String(deviceNames(), StandardCharsets.UTF_8).lines().toList();
  }

  /** The user's folder for what is fetched or made once; it need not be there. */
  public static Path cache() {
    return NativeLoader.cache();
  }

  private static native byte[] runtimeVersion();

  private static native byte[] deviceNames();
}
