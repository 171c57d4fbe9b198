package dev.easel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file with levels for loggers, a line each: {@code dev.easel.serving=DEBUG}. It is read when it
 * has changed; what a later version does not name has the general level again.
 *
 * <p><b>Threads</b>: one.
 */
final class LevelFile {
  private static final Logger LOG = LoggerFactory.getLogger(LevelFile.class);

  private final Path file;
  private final LoggerContext context;
  private Set<String> named = new HashSet<>();
  private FileTime seen = FileTime.fromMillis(-1);

  LevelFile(Path file, LoggerContext context) {
    this.file = file;
    this.context = context;
  }

  /** Looks whether the file has changed, and does what it says. */
  void look() {
    try {
      FileTime now = Files.getLastModifiedTime(file);
      if (!now.equals(seen)) {
        seen = now;
        apply(read());
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("--log_levels_path: {} cannot be read: {}", file, e.toString());
    }
  }

  private Properties read() throws IOException {
    Properties levels = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      levels.load(in);
    }
    return levels;
  }

  private void apply(Properties levels) {
    Set<String> before = named;
    named = new HashSet<>();
    for (String logger : levels.stringPropertyNames()) {
      Level level = Level.toLevel(levels.getProperty(logger).strip(), null);
      if (level == null) {
        LOG.error(
            "{}: {} is no level for {}; TRACE, DEBUG, INFO, WARN, ERROR or OFF",
            file,
            levels.getProperty(logger),
            logger);
      } else {
        named.add(logger);
        context.getLogger(logger).setLevel(level);
        LOG.info("{} logs from {} on", logger, level);
      }
    }
    before.removeAll(named);
    before.forEach(logger -> context.getLogger(logger).setLevel(null));
  }
}
