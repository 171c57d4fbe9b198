package dev.easel.framework.trace;

import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.proto.ProfilerConfig;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a graph's tracer has recorded into files, a few times a second while it runs and once
 * at the end: {@code <trace_log_path><i>.binarypb}, each {@code trace_log_interval_count} records
 * long, {@code trace_log_count} files in turn. A file is a sequence of {@link GraphProfile}s, the
 * first with the graph's config, which read together are one {@code GraphProfile}.
 *
 * <p><b>Threads:</b> any. {@link #start} begins a writer, which is a thread of its own; {@link
 * #stop} ends it, waits until it has returned, and then writes the last record itself, so one
 * thread at a time writes. A start without a stop before it ends the older writer in the same way.
 * The writer never waits for those who start and stop, nor for calculators.
 *
 * <p><b>Ownership:</b> the files belong to the run, from its first record to its {@link #stop}.
 * While another run of the same path has them, in another graph, this one writes nothing; what it
 * has recorded waits for the next record.
 *
 * <p><b>Failure:</b> none: a run does not fail for its trace. The first thing that goes wrong is
 * logged.
 */
public final class TraceLog {
  private static final Logger LOGGER = System.getLogger(TraceLog.class.getName());
  private static final long DEFAULT_INTERVAL_MICROS = 500_000;
  private static final long LEAST_INTERVAL_MICROS = 1000;
  private static final long NEVER = -1;

  private final GraphProfiler profiler;
  private final ProfilerConfig config;

  // Of the writer while there is one, else of whoever starts or stops.
  private final TraceFiles files;
  private boolean warned;

  private @Nullable Writer writer;

  /** A log of what {@code profiler} records. */
  public TraceLog(GraphProfiler profiler, CalculatorGraphConfig graph) {
    this.profiler = profiler;
    config = graph.getProfilerConfig();
    files = new TraceFiles(config);
  }

  /** Whether the graph asks for files. */
  public static boolean isWanted(CalculatorGraphConfig graph) {
    return graph.getProfilerConfig().getTraceEnabled()
        && !graph.getProfilerConfig().getTraceLogDisabled();
  }

  /** A run begins: writes at every interval until {@link #stop}. */
  public synchronized void start() {
    endWriter();
    long interval = config.getTraceLogIntervalUsec();
    if (interval != NEVER) {
      long micros = interval > 0 ? interval : DEFAULT_INTERVAL_MICROS;
      Writer next = new Writer(Math.max(LEAST_INTERVAL_MICROS, micros));
      next.start();
      writer = next;
    }
  }

  /** The run has ended: writes what is left and gives the files up. */
  public synchronized void stop() {
    endWriter();
    write(true);
    try {
      files.release();
    } catch (IOException e) {
      warn(e);
    }
  }

  private void endWriter() {
    if (writer != null) {
      writer.end();
      writer = null;
    }
  }

  /** Writes at every interval of one run. */
  private final class Writer extends Thread {
    private final long micros;
    private final CountDownLatch ended = new CountDownLatch(1);

    Writer(long micros) {
      super("easel-trace");
      setDaemon(true);
      this.micros = micros;
    }

    @Override
    public void run() {
      try {
        while (!ended.await(micros, TimeUnit.MICROSECONDS)) {
          write(false);
        }
      } catch (InterruptedException e) {
        // Nobody interrupts it; if somebody does, the last record is all that is written.
        interrupt();
      }
    }

    /** Returns when the thread has, also if this one is interrupted. */
    void end() {
      ended.countDown();
      boolean interrupted = false;
      while (isAlive()) {
        try {
          join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void write(boolean last) {
    try {
      if (!profiler.hasTraced()) {
        return;
      }
      if (!files.claim()) {
        warn(null);
        return;
      }
      Optional<GraphProfile> record = profiler.captureTraced(files.isAtBegin(), last);
      if (record.isPresent()) {
        files.write(record.get());
      }
    } catch (IOException | RuntimeException e) {
      warn(e);
    }
  }

  private void warn(@Nullable Exception cause) {
    if (!warned) {
      warned = true;
      String path = config.getTraceLogPath();
      if (cause == null) {
        LOGGER.log(
            Level.WARNING,
            "another graph writes its trace to the trace_log_path \"{0}\", so this one does not",
            path);
      } else {
        LOGGER.log(
            Level.WARNING,
            "the trace of a graph cannot be written to the trace_log_path \"" + path + "\"",
            cause);
      }
    }
  }
}
