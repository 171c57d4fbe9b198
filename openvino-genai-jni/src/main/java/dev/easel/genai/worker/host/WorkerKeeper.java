package dev.easel.genai.worker.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a process, reads what it prints, and finds out how it ended.
 *
 * <p><b>Threads</b>: one of its own, which the process does not outlive; the rest from any.
 */
final class WorkerKeeper {
  private static final System.Logger LOG = System.getLogger("dev.easel.genai.worker");
  private static final int KEPT_LINES = 40;
  private static final int MOST_LINE = 500;
  private static final int SIGNALLED = 128;

  /** Those that a process gets of what it does itself; all others come from outside. */
  private static final Map<Integer, String> OF_A_CRASH =
      Map.of(
          3, "SIGQUIT", 4, "SIGILL", 5, "SIGTRAP", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 11,
          "SIGSEGV", 31, "SIGSYS");

  private static final Map<Integer, String> FROM_OUTSIDE =
      Map.of(1, "SIGHUP", 2, "SIGINT", 9, "SIGKILL", 15, "SIGTERM");

  private final Path crashReport;
  private final List<String> command;
  private final WorkerSettings settings;
  private final EvidenceFolder evidence;
  private final Collection<WorkerCall> calls;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CountDownLatch started = new CountDownLatch(1);
  private @Nullable Process process;
  private @Nullable String killedFor;
  private boolean isDismissed;

  WorkerKeeper(
      Path crashReport,
      List<String> command,
      WorkerSettings settings,
      EvidenceFolder evidence,
      Collection<WorkerCall> calls) {
    this.crashReport = crashReport;
    this.command = command;
    this.settings = settings;
    this.evidence = evidence;
    this.calls = calls;
  }

  /** Starts the process; {@code onEnd} hears once how it ended. */
  void start(Consumer<WorkerDeath> onEnd) {
    Thread thread = new Thread(() -> keep(onEnd), "easel-worker-keep");
    thread.setDaemon(true);
    thread.start();
  }

  private void keep(Consumer<WorkerDeath> onEnd) {
    WorkerDeath death;
    try {
      Process running =
          // In the same working directory: properties of compiling may name paths that begin there.
          new ProcessBuilder(command).redirectErrorStream(true).start();
      begun(running);
      read(running.getInputStream());
      death = death(running.pid(), waitFor(running));
    } catch (IOException e) {
      death = notStarted(e);
    } finally {
      started.countDown();
    }
    onEnd.accept(death);
  }

  private synchronized void begun(Process running) {
    process = running;
    started.countDown();
    if (killedFor != null || isDismissed) {
      running.destroyForcibly();
    }
  }

  /** Whoever interrupts this thread would end the process with it. */
  private static int waitFor(Process running) {
    while (true) {
      try {
        return running.waitFor();
      } catch (InterruptedException e) {
        // Waits on.
      }
    }
  }

  private static WorkerDeath notStarted(IOException e) {
    return new WorkerDeath(
        0,
        "a failure to start: " + e.getMessage(),
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OptionalLong.empty(),
        Optional.empty());
  }

  private void read(InputStream output) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      StringBuilder line = new StringBuilder();
      for (int letter = lines.read(); letter >= 0; letter = lines.read()) {
        if (letter == '\n') {
          keep(line.toString());
          line.setLength(0);
        } else if (line.length() < MOST_LINE) {
          line.append((char) letter);
        }
      }
      keep(line.toString());
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private void keep(String line) {
    if (!line.isBlank()) {
      LOG.log(System.Logger.Level.DEBUG, "worker {0}: {1}", Long.toString(pid()), line);
      synchronized (this) {
        lastLines.add(line);
        if (lastLines.size() > KEPT_LINES) {
          lastLines.remove();
        }
      }
    }
  }

  private synchronized WorkerDeath death(long pid, int status) {
    CrashReport report = CrashReport.read(crashReport);
    int signal = status - SIGNALLED;
    String named = report.signal().or(() -> Optional.ofNullable(OF_A_CRASH.get(signal))).orElse("");
    boolean isCrash = !named.isEmpty() && !isKilled();
    String reason = reason(status, named);
    List<String> phases =
        calls.stream().map(call -> call.phase() + " (" + call.title() + ")").toList();
    Optional<Path> kept =
        isDismissed
            ? Optional.empty()
            : evidence.keep(pid, account(pid, reason, report, phases), crashReport);
    return new WorkerDeath(
        pid,
        reason,
        isCrash,
        phases,
        report.file(),
        report.frame(),
        List.copyOf(lastLines),
        settings.addressSpaceBytes(),
        kept);
  }

  /** Whether the program ended it, and not only saw that it had ended. */
  private boolean isKilled() {
    return killedFor != null && !killedFor.equals(ENDED_CONNECTION);
  }

  private String reason(int status, String crash) {
    if (killedFor != null && isKilled()) {
      return killedFor;
    }
    if (!crash.isEmpty()) {
      return crash;
    }
    String outside = FROM_OUTSIDE.get(status - SIGNALLED);
    return outside != null ? outside : "exit " + status;
  }

  private List<String> account(long pid, String reason, CrashReport report, List<String> phases) {
    List<String> lines = new ArrayList<>();
    lines.add("process: " + pid);
    lines.add("reason: " + reason);
    report.file().ifPresent(file -> lines.add("file: " + file));
    report.frame().ifPresent(frame -> lines.add("frame: " + frame));
    phases.forEach(phase -> lines.add("doing: " + phase));
    lines.add("prompts: " + (settings.keepsPrompts() ? "kept" : "left out"));
    lines.add("last lines:");
    lastLines.forEach(line -> lines.add("  " + line));
    return lines;
  }

  /** The reason of a kill that only follows the process's own end. */
  static final String ENDED_CONNECTION = "the end of its connection";

  long pid() {
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      return process == null ? 0 : process.pid();
    }
  }

  /** Ends the process for a reason; the first one counts. */
  synchronized void kill(String reason) {
    if (killedFor == null && !isDismissed) {
      killedFor = reason;
    }
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Ends the process because it is not needed any more: nothing is to be kept of that. */
  synchronized void dismiss() {
    isDismissed = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
