package dev.easel.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is logged, and where to. */
final class LogOptions {

  /** How much is logged. */
  enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARNING,
    ERROR
  }

  @Option(
      names = "--log_level",
      paramLabel = "LEVEL",
      defaultValue = "INFO",
      description = "TRACE, DEBUG, INFO, WARNING or ERROR (default: ${DEFAULT-VALUE}).")
  private String level = "INFO";

  @Option(
      names = "--log_path",
      paramLabel = "FILE",
      description = "Also write the log to this file.")
  private @Nullable Path path;

  void check(Misuse misuse) {
    for (Level known : Level.values()) {
      if (known.name().equals(level)) {
        return;
      }
    }
    throw misuse.because("log_level should be one of: TRACE, DEBUG, INFO, WARNING, ERROR");
  }

  void apply() {
    Logging.configure(Level.valueOf(level), Optional.ofNullable(path));
  }
}
