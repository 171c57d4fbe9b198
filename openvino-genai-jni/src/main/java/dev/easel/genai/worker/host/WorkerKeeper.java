package dev.easel.genai.worker.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts a process, has it looked after every second, and finds out how it ended.
 *
 * <p><b>Threads</b>: one of its own, which the process does not outlive; the rest from any.
 */
final class WorkerKeeper {
  /** So long a process may take to end that was ended by force. */
  private static final long STUCK_NANOS = 10_000_000_000L;

  private static final long OUTPUT_MILLIS = 1000;

  /** What would change the worker's own options. */
  private static final List<String> JAVA_VARIABLES =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Path crashReport;
  private final List<String> command;
  private final WorkerSettings settings;
  private final EvidenceFolder evidence;
  private final Collection<WorkerCall> calls;
  private final CountDownLatch started = new CountDownLatch(1);
  private @Nullable Process process;
  private @Nullable ExitReason killedFor;
  private boolean isDismissed;
  private volatile long killedNanos;

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

  /**
   * Starts the process.
   *
   * @param watch called every second while it lives
   * @param onEnd hears how it ended, once and in any case
   */
  void start(Runnable watch, Consumer<WorkerDeath> onEnd) {
    Thread thread = new Thread(() -> onEnd.accept(keep(watch)), "easel-worker-keep");
    thread.setDaemon(true);
    thread.start();
  }

  private WorkerDeath keep(Runnable watch) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      // In the same working directory: properties of compiling may name paths that begin there.
      builder.environment().keySet().removeAll(JAVA_VARIABLES);
      Process running = builder.start();
      begun(running);
      LastLines lines = LastLines.of(running);
      OptionalInt status = await(running, watch);
      return death(running.pid(), status, lines.afterEnd(OUTPUT_MILLIS));
    } catch (Throwable e) { // whatever it is, others wait to hear of the process's end
      kill(ExitReason.HANG);
      return notStarted(e);
    } finally {
      started.countDown();
    }
  }

  private synchronized void begun(Process running) {
    process = running;
    started.countDown();
    if (killedNanos != 0) {
      running.destroyForcibly();
    }
  }

  /** The status; none of a process that does not end. */
  private OptionalInt await(Process running, Runnable watch) {
    while (true) {
      try {
        if (running.waitFor(1, TimeUnit.SECONDS)) {
          return OptionalInt.of(running.exitValue());
        }
      } catch (InterruptedException e) {
        continue; // whoever ended this thread would end the process with it
      }
      if (killedNanos == 0) {
        watch.run();
      } else if (System.nanoTime() - killedNanos > STUCK_NANOS) {
        return OptionalInt.empty();
      }
    }
  }

  private static WorkerDeath notStarted(Throwable e) {
    return new WorkerDeath(
        0,
        new ExitReason("a failure to start: " + e.getMessage(), false),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        List.of());
  }

  private WorkerDeath death(long pid, OptionalInt status, List<String> lines) {
    CrashReport report = CrashReport.read(crashReport);
    ExitReason reason = reason(status, report);
    List<String> phases =
        calls.stream().map(call -> call.phase() + " (" + call.title() + ")").toList();
    Optional<Path> kept =
        isDismissed()
            ? Optional.empty()
            : evidence.keep(pid, account(pid, reason, report, phases, lines), crashReport);
    return new WorkerDeath(
        pid,
        reason,
        phases,
        report.file(),
        report.frame(),
        settings.addressSpaceBytes(),
        kept,
        lines);
  }

  private synchronized boolean isDismissed() {
    return isDismissed;
  }

  private synchronized ExitReason reason(OptionalInt status, CrashReport report) {
    if (status.isEmpty()) {
      return ExitReason.STUCK;
    }
    return killedFor != null ? killedFor : ExitReason.of(status.getAsInt(), report.signal());
  }

  private List<String> account(
      long pid, ExitReason reason, CrashReport report, List<String> phases, List<String> lines) {
    List<String> account = new ArrayList<>();
    account.add("process: " + pid);
    account.add("reason: " + reason.text());
    report.file().ifPresent(file -> account.add("file: " + file));
    report.frame().ifPresent(frame -> account.add("frame: " + frame));
    phases.forEach(phase -> account.add("doing: " + phase));
    account.add("prompts: " + (settings.keepsPrompts() ? "kept" : "left out"));
    account.add("last lines:");
    lines.forEach(line -> account.add("  " + line));
    return account;
  }

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
  synchronized void kill(ExitReason reason) {
    if (killedFor == null && killedNanos == 0) {
      killedFor = reason;
    }
    end();
  }

  /** Ends a process that has ended already, it seems: its own reason counts. */
  synchronized void end() {
    if (killedNanos == 0) {
      killedNanos = System.nanoTime() | 1; // never 0
    }
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** The process will end by itself: nothing is to be kept of that. */
  synchronized void expectEnd() {
    isDismissed = true;
  }

  /** Ends the process because it is not needed any more. */
  synchronized void dismiss() {
    expectEnd();
    end();
  }
}
