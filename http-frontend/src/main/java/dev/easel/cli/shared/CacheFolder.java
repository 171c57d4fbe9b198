package dev.easel.cli.shared;

import dev.easel.genai.GenAi;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where it is kept what is made once for a machine. */
public final class CacheFolder {
  @Option(
      names = "--cache_dir",
      paramLabel = "DIR",
      description =
          "Where compiled models, and what 'tune' found, are kept, so that the next start is faster"
              + " (default: compiled models are not kept, the rest is in Easel's cache).")
  private @Nullable Path folder;

  /** The folder that is named. */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder).map(Path::toAbsolutePath);
  }

  /** What was measured of models. */
  public Path tuning() {
    return folder().orElseGet(GenAi::cache).resolve("tuning");
  }
}
