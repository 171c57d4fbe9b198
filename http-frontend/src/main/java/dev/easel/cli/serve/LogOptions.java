package dev.easel.cli.serve;

import dev.easel.cli.shared.Misuse;
import dev.easel.log.LogFormat;
import dev.easel.log.LogSettings;
import dev.easel.log.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is logged, and where to. */
final class LogOptions {

  private static final Map<String, LogFormat> FORMATS =
      Map.of("text", LogFormat.TEXT, "json", LogFormat.JSON, "journal", LogFormat.JOURNAL);

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

  @Option(
      names = "--log_format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text, json for one object a line, or journal for lines with the priorities that systemd"
              + " reads (default: ${DEFAULT-VALUE}).")
  private String format = "text";

  @Option(
      names = "--access_log",
      arity = "0..1",
      paramLabel = "BOOL",
      fallbackValue = "true",
      defaultValue = "true",
      description = "A line for each request, from INFO on (default: ${DEFAULT-VALUE}).")
  private boolean hasAccess = true;

  @Option(
      names = "--log_levels_path",
      paramLabel = "FILE",
      description =
          "File with other levels for some loggers, such as 'dev.easel.serving=DEBUG' on a line;"
              + " read again when it changes.")
  private @Nullable Path levels;

  void check(Misuse misuse) {
    misuse.when(!FORMATS.containsKey(format), "log_format should be one of: text, json, journal");
    misuse.when(
        levels != null && !Files.isReadable(levels),
        "log_levels_path " + levels + " cannot be read");
    for (Level known : Level.values()) {
      if (known.name().equals(level)) {
        return;
      }
    }
    throw misuse.because("log_level should be one of: TRACE, DEBUG, INFO, WARNING, ERROR");
  }

  Logging apply() {
    return Logging.configure(
        new LogSettings(
            level.equals("WARNING") ? "WARN" : level,
            FORMATS.getOrDefault(format, LogFormat.TEXT),
            Optional.ofNullable(path),
            hasAccess,
            Optional.ofNullable(levels)));
  }
}
