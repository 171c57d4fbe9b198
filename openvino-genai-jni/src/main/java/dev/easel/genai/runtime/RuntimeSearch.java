package dev.easel.genai.runtime;

import dev.easel.genai.error.GenAiException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks for the runtime: the system property {@code easel.genai.home}, the environment variable
 * {@code OPENVINO_GENAI_HOME}, then the cache that the build filled. A place that is named must
 * hold it; the search does not go on behind the back of who named it.
 */
final class RuntimeSearch {
  static final String HOME_PROPERTY = "easel.genai.home";
  static final String HOME_VARIABLE = "OPENVINO_GENAI_HOME";
  static final String CACHE_PROPERTY = "easel.cache";
  static final String CACHE_VARIABLE = "EASEL_CACHE";

  private final Map<String, String> environment;
  private final Map<String, String> properties;
  private final String architecture;
  private final List<String> looked = new ArrayList<>();

  RuntimeSearch(
      Map<String, String> environment, Map<String, String> properties, String architecture) {
    this.environment = environment;
    this.properties = properties;
    this.architecture = architecture;
  }

  RuntimeLibraries find(String version, String abi) {
    Optional<Path> named =
        named(HOME_PROPERTY, properties).or(() -> named(HOME_VARIABLE, environment));
    Path home =
        named.orElseGet(
            () -> cache(environment, properties).resolve("openvino-genai").resolve(version));
    if (named.isEmpty()) {
      looked.add("no system property " + HOME_PROPERTY);
      looked.add("no environment variable " + HOME_VARIABLE);
    }
    return libraries(home, abi)
        .orElseThrow(
            () ->
                new GenAiException(
                    "the OpenVINO GenAI "
                        + version
                        + " runtime was not found; looked for it here:\n  "
                        + String.join("\n  ", looked)
                        + "\nlet "
                        + HOME_VARIABLE
                        + " name an installed OpenVINO GenAI archive of this version, or "
                        + CACHE_VARIABLE
                        + " the cache of a build, which fetches it there"));
  }

  /** Where downloads and extracted libraries are kept. */
  static Path cache(Map<String, String> environment, Map<String, String> properties) {
    return named(CACHE_PROPERTY, properties)
        .or(() -> named(CACHE_VARIABLE, environment))
        .orElseGet(() -> Path.of(properties.getOrDefault("user.home", "."), ".cache", "easel"))
        .toAbsolutePath();
  }

  private Optional<RuntimeLibraries> libraries(Path home, String abi) {
    String intel = architecture.equals("x86_64") ? "intel64" : architecture;
    Path archive = home.resolve("runtime/lib").resolve(intel);
    Path wheel = home.resolve("openvino/libs");
    Optional<Path> openvino = first("libopenvino.so." + abi, wheel, archive);
    Optional<Path> genai =
        first("libopenvino_genai.so." + abi, home.resolve("openvino_genai"), archive);
    Optional<Path> tokenizers =
        first("libopenvino_tokenizers.so", home.resolve("openvino_tokenizers/lib"), archive);
    if (openvino.isEmpty() || genai.isEmpty() || tokenizers.isEmpty()) {
      return Optional.empty();
    }
    Optional<Path> tbb =
        Stream.of(wheel, home.resolve("runtime/3rdparty/tbb/lib"), archive)
            .map(folder -> folder.resolve("libtbb.so.12"))
            .filter(Files::isRegularFile)
            .findFirst();
    return Optional.of(
        new RuntimeLibraries(home, tbb, openvino.get(), genai.get(), tokenizers.get()));
  }

  private Optional<Path> first(String file, Path... folders) {
    Optional<Path> found =
        Stream.of(folders)
            .map(folder -> folder.resolve(file))
            .filter(Files::isRegularFile)
            .findFirst();
    if (found.isEmpty()) {
      Stream.of(folders).forEach(folder -> looked.add("no " + folder.resolve(file)));
    }
    return found;
  }

  private static Optional<Path> named(String name, Map<String, String> source) {
    return Optional.ofNullable(source.get(name))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .map(Path::toAbsolutePath);
  }
}
