package dev.easel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/**
 * Puts before each line the priority that systemd's journal takes from there. A stack has many
 * lines; each is an entry of its own, with the priority of its event.
 */
final class JournalLines extends PatternLayoutEncoder {
  /** Without time and level, which the journal keeps itself. */
  static final String PATTERN = "%logger{0}: %msg %kvp{NONE}%n";

  @Override
  public byte[] encode(ILoggingEvent event) {
    String text = getLayout().doLayout(event).stripTrailing();
    String priority = "<" + priority(event.getLevel()) + ">";
    String lines = priority + text.replace("\n", "\n" + priority) + "\n";
    return lines.getBytes(StandardCharsets.UTF_8);
  }

  private static int priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }
}
