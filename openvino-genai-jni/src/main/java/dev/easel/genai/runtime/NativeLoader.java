package dev.easel.genai.runtime;

import dev.easel.genai.error.GenAiException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Loads the runtime's libraries and then the binding's own, in the order in which they need each
 * other, once for the process.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Failure</b>: {@link GenAiException} that lists every place where the runtime was looked
 * for.
 */
public final class NativeLoader {
  /** Loaded, or why not. */
  private record Result(Optional<GenAiException> failure) {
    boolean isLoaded() {
      return failure.isEmpty();
    }

    // A new exception each time, so that its stack trace is that of the caller.
    void orThrow() {
      failure.ifPresent(
          first -> {
            String message = String.valueOf(first.getMessage());
            Throwable cause = first.getCause();
            throw cause == null ? new GenAiException(message) : new GenAiException(message, cause);
          });
    }
  }

  private NativeLoader() {}

  /** A process can load native libraries only once, hence the one static value. */
  private static final class Loaded {
    static final Result RESULT = loaded();
  }

  /** Loads everything that is not loaded yet. */
  public static void load() {
    Loaded.RESULT.orThrow();
  }

  /** Whether everything can be loaded; {@link #load} says why it cannot. */
  public static boolean isAvailable() {
    return Loaded.RESULT.isLoaded();
  }

  private static Result loaded() {
    try {
      Properties built = builtAgainst();
      RuntimeLibraries runtime =
          new RuntimeSearch(System.getenv(), systemProperties(), architecture())
              .find(built.getProperty("version"), built.getProperty("abi"));
      runtime.tbb().ifPresent(NativeLoader::loadFile);
      loadFile(runtime.openvino());
      loadFile(runtime.genai());
      loadFile(ShimFile.found("linux-" + architecture(), runtime.home(), cache()));
      prepare(runtime.tokenizers().toString().getBytes(StandardCharsets.UTF_8));
      return new Result(Optional.empty());
    } catch (GenAiException e) {
      return new Result(Optional.of(e));
    } catch (IOException | UnsatisfiedLinkError e) {
      return new Result(
          Optional.of(new GenAiException("cannot load OpenVINO GenAI: " + e.getMessage(), e)));
    }
  }

  private static void loadFile(Path library) {
    System.load(library.toString());
  }

  /** The version of the runtime that is loaded, or would be; "" when the jar does not say. */
  public static String version() {
    try {
      return builtAgainst().getProperty("version", "");
    } catch (GenAiException | IOException e) {
      return "";
    }
  }

  private static Properties builtAgainst() throws IOException {
    try (InputStream in = NativeLoader.class.getResourceAsStream("native/runtime.properties")) {
      if (in == null) {
        throw new GenAiException(
            "the jar holds no native library: build it with mvn -pl openvino-genai-jni package");
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    }
  }

  /** Where downloads and extracted libraries are kept; the folder need not be there. */
  public static Path cache() {
    return RuntimeSearch.cache(System.getenv(), systemProperties());
  }

  private static Map<String, String> systemProperties() {
    Properties properties = System.getProperties();
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(name -> name, properties::getProperty));
  }

  /** The machine's name as Linux has it. */
  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = System.getProperty("os.name", "");
    if (!system.equals("Linux")) {
      throw new GenAiException("OpenVINO GenAI is bound for Linux only, not for " + system);
    }
    return name.equals("amd64") ? "x86_64" : name;
  }

  /** Once, after loading; takes the path of the tokenizers' library. */
  private static native void prepare(byte[] tokenizers);
}
