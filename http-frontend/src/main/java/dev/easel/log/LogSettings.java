package dev.easel.log;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is logged, how, and where to.
 *
 * @param level the least serious level that is logged: TRACE, DEBUG, INFO, WARN or ERROR
 * @param format how a line looks
 * @param file where lines go besides standard error
 * @param hasAccess whether there is a line for each request
 * @param levels a file with other levels for some loggers, read again when it changes
 */
public record LogSettings(
    String level, LogFormat format, Optional<Path> file, boolean hasAccess, Optional<Path> levels) {

  /** Text on standard error from this level on. */
  public static LogSettings of(String level) {
    return new LogSettings(level, LogFormat.TEXT, Optional.empty(), true, Optional.empty());
  }
}
