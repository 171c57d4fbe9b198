package dev.easel.framework.trace;

import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.ProfilerConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes what a graph's tracer has recorded into files, a few times a second while it runs and once
 * at the end: {@code <trace_log_path><i>.binarypb}, each {@code trace_log_interval_count} records
 * long, {@code trace_log_count} files in turn. A file is a sequence of {@link GraphProfile}s, the
 * first with the graph's config, which read together are one {@code GraphProfile}.
 *
 * <p><b>Threads:</b> any; files are written by a thread of its own and by the one that ends the
 * run.
 */
public final class TraceLog {
  private static final Logger LOGGER = System.getLogger(TraceLog.class.getName());
  private static final int DEFAULT_FILES = 2;
  private static final int DEFAULT_RECORDS = 10;
  private static final long DEFAULT_INTERVAL_MICROS = 500_000;
  private static final String PREFIX = "mediapipe_trace_";

  private final GraphProfiler profiler;
  private final ProfilerConfig config;
  private final String path;
  private long written;
  private boolean running;
  private boolean failed;

  /** A log of what {@code profiler} records. */
  public TraceLog(GraphProfiler profiler, CalculatorGraphConfig graph) {
    this.profiler = profiler;
    config = graph.getProfilerConfig();
    path =
        config.getTraceLogPath().isEmpty()
            ? Path.of(System.getProperty("java.io.tmpdir"), PREFIX).toString()
            : config.getTraceLogPath();
  }

  /** Whether the graph asks for files. */
  public static boolean isWanted(CalculatorGraphConfig graph) {
    return graph.getProfilerConfig().getTraceEnabled()
        && !graph.getProfilerConfig().getTraceLogDisabled();
  }

  /** A run begins: writes at every interval until {@link #stop}. */
  public synchronized void start() {
    running = true;
    long interval = config.getTraceLogIntervalUsec();
    if (interval != -1) {
      long millis = Math.max(1, (interval > 0 ? interval : DEFAULT_INTERVAL_MICROS) / 1000);
      Thread thread = new Thread(() -> writeWhileRunning(millis), "easel-trace");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private synchronized void writeWhileRunning(long millis) {
    try {
      while (running) {
        wait(millis);
        if (running) {
          write();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The run has ended: writes what is left. */
  public synchronized void stop() {
    running = false;
    notifyAll();
    write();
  }

  private void write() {
    int records =
        config.getTraceLogIntervalCount() > 0 ? config.getTraceLogIntervalCount() : DEFAULT_RECORDS;
    int files = config.getTraceLogCount() > 0 ? config.getTraceLogCount() : DEFAULT_FILES;
    boolean isNewFile = written % records == 0;
    GraphProfile profile = profiler.capture(isNewFile);
    if (profile.getGraphTrace(0).getCalculatorTraceCount() == 0) {
      return;
    }
    Path file = Path.of(path + written / records % files + ".binarypb");
    written++;
    try {
      if (isNewFile) {
        Files.write(file, profile.toByteArray());
      } else {
        Files.write(
            file, profile.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      if (!failed) {
        failed = true;
        LOGGER.log(Level.WARNING, "the trace of a graph cannot be written to " + file, e);
      }
    }
  }
}
