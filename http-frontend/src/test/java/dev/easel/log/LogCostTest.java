package dev.easel.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 50,000 lines a second cost those who log, by the way that the lines take to a file. */
@Tag("stress")
class LogCostTest {
  private static final int PER_MILLI = 50;
  private static final int MILLIS = 4000;

  @TempDir private Path folder;

  private static Appender<ILoggingEvent> queue(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> file) {
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(context);
    queue.setQueueSize(8192);
    queue.setNeverBlock(true);
    queue.addAppender(file);
    queue.start();
    return queue;
  }

  private static Appender<ILoggingEvent> ring(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> file) {
    LogRing ring = new LogRing(List.of(file));
    ring.setContext(context);
    ring.start();
    return ring;
  }

  @Test
  void prints() throws Exception {
    Map<
            String,
            BiFunction<LoggerContext, OutputStreamAppender<ILoggingEvent>, Appender<ILoggingEvent>>>
        ways =
            new TreeMap<>(
                Map.of(
                    "at once", (context, file) -> file,
                    "logback's queue", LogCostTest::queue,
                    "ring", LogCostTest::ring));
    for (int round = 0; round < 3; round++) {
      for (var way : ways.entrySet()) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        FileAppender<ILoggingEvent> file = new FileAppender<>();
        file.setContext(context);
        JsonLines lines = new JsonLines();
        lines.setContext(context);
        lines.start();
        file.setEncoder(lines);
        file.setFile(folder.resolve("log" + round + way.getKey().length()).toString());
        file.setImmediateFlush(!way.getKey().equals("ring"));
        file.start();
        Appender<ILoggingEvent> appender = way.getValue().apply(context, file);
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        measure(way.getKey(), context.getLogger("access"));
        appender.stop();
      }
    }
  }

  private static void measure(String way, Logger logger) {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long[] nanos = new long[PER_MILLI * MILLIS];
    long cpu = machine.getProcessCpuTime();
    long next = System.nanoTime();
    for (int milli = 0; milli < MILLIS; milli++) {
      for (int i = 0; i < PER_MILLI; i++) {
        long start = System.nanoTime();
        logger
            .atInfo()
            .addKeyValue("path", "/v3/images/generations")
            .addKeyValue("status", 200)
            .log("request");
        nanos[milli * PER_MILLI + i] = System.nanoTime() - start;
      }
      next += TimeUnit.MILLISECONDS.toNanos(1);
      LockSupport.parkNanos(next - System.nanoTime());
    }
    double used = (machine.getProcessCpuTime() - cpu) / (MILLIS * 1e6);
    Arrays.sort(nanos);
    System.out.printf(
        "%-16s a line takes its caller %d ns (median), %d ns (99th percentile); %.0f %% of a core%n",
        way, nanos[nanos.length / 2], nanos[nanos.length * 99 / 100], 100 * used);
  }
}
