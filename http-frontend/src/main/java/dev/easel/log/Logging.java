package dev.easel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The log of a process: one line an event, written by a thread of its own.
 *
 * <p><b>Ownership</b>: whoever configured it closes it, as the last thing; what is queued is
 * written then.
 */
public final class Logging implements AutoCloseable {
  /** The logger of the lines about requests. */
  public static final String ACCESS = "access";

  /** What a line quotes may be anybody's; nothing in it speaks to the terminal. */
  private static final String PATTERN =
      "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg %kvp{NONE}){'"
          + "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]', '?'}%n";

  private final LoggerContext context;
  private final LogRing ring;
  private final Optional<Future<?>> looks;

  private Logging(LoggerContext context, LogRing ring, Optional<Future<?>> looks) {
    this.context = context;
    this.ring = ring;
    this.looks = looks;
  }

  /**
   * Logs to standard error, and to a file when there is one.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} when the file cannot be written.
   */
  public static Logging configure(LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    List<OutputStreamAppender<ILoggingEvent>> outputs = new ArrayList<>();
    outputs.add(started(context, console(), settings.format()));
    settings.file().ifPresent(path -> outputs.add(started(context, file(path), settings.format())));
    LogRing ring = new LogRing(outputs);
    ring.setContext(context);
    ring.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(settings.level()));
    root.addAppender(ring);
    // Netty's own debugging drowns everything else and is of no use to a deployer.
    context.getLogger("io.netty").setLevel(Level.WARN);
    // So does that of Java's HTTP client, which could also tell of the keys that it sends.
    context.getLogger("jdk").setLevel(Level.WARN);
    context.getLogger("jdk.httpclient").setLevel(Level.OFF);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    // The store's client tells of the tokens that it signs with.
    context.getLogger("software.amazon").setLevel(Level.WARN);
    if (!settings.hasAccess()) {
      context.getLogger(ACCESS).setLevel(Level.OFF);
    }
    return new Logging(context, ring, settings.levels().map(file -> looking(file, context)));
  }

  private static Future<?> looking(Path file, LoggerContext context) {
    LevelFile levels = new LevelFile(file, context);
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "easel-log-levels");
              thread.setDaemon(true);
              return thread;
            });
    levels.look();
    return looks.scheduleWithFixedDelay(levels::look, 1, 1, TimeUnit.SECONDS);
  }

  /** Has nothing logged of what a package or class says: it is told otherwise. */
  public void mute(String logger) {
    context.getLogger(logger).setLevel(Level.OFF);
  }

  /** How many lines came faster than they could be written. */
  public long droppedLines() {
    return ring.dropped();
  }

  @Override
  public void close() {
    looks.ifPresent(look -> look.cancel(false));
    context.stop();
  }

  private static OutputStreamAppender<ILoggingEvent> console() {
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    return console;
  }

  private static OutputStreamAppender<ILoggingEvent> file(Path path) {
    try {
      Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "--log_path: cannot write " + path + ": " + e, e);
    }
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setFile(path.toString());
    return file;
  }

  private static OutputStreamAppender<ILoggingEvent> started(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> appender, LogFormat format) {
    appender.setContext(context);
    appender.setEncoder(encoder(context, format));
    // The ring flushes when it has nothing more.
    appender.setImmediateFlush(false);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    if (format == LogFormat.JSON) {
      JsonLines lines = new JsonLines();
      lines.setContext(context);
      lines.start();
      return lines;
    }
    boolean isJournal = format == LogFormat.JOURNAL;
    PatternLayoutEncoder text = isJournal ? new JournalLines() : new PatternLayoutEncoder();
    text.setContext(context);
    text.setPattern(isJournal ? JournalLines.PATTERN : PATTERN);
    text.start();
    return text;
  }
}
