package dev.easel.genai.worker.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Starts worker processes, and finds out once what this machine allows of them.
 *
 * <p>A program that is starting can have the first process start beside it. Whoever first wants a
 * process with the same settings gets that one, and waits for the rest of its start; {@link
 * #settle} ends one that nobody wanted.
 *
 * <p><b>Threads</b>: any; a prepared process has a thread that starts it.
 */
public final class WorkerHost {

  /**
   * A process that is started before anybody wants it.
   *
   * @param process completed by the thread that starts it, with nothing if that fails: whoever
   *     wants a process then starts one, and is told why that fails
   */
  private record Prepared(
      WorkerSettings settings, CompletableFuture<Optional<WorkerProcess>> process) {}

  /** By whether the processes are to have no network. */
  private final Map<Boolean, WorkerCommand> commands = new HashMap<>();

  private Optional<Prepared> prepared = Optional.empty();

  /** Looks at nothing yet. */
  public WorkerHost() {}

  /** Begins to start a process, unless one is prepared already. */
  public synchronized void prepare(WorkerSettings settings) {
    if (prepared.isEmpty()) {
      Prepared begun = new Prepared(settings, new CompletableFuture<>());
      Thread thread = new Thread(() -> begun.process().complete(tryStart(settings)));
      thread.setName("easel-worker-prepare");
      thread.setDaemon(true);
      thread.start();
      prepared = Optional.of(begun);
    }
  }

  private Optional<WorkerProcess> tryStart(WorkerSettings settings) {
    try {
      return Optional.of(startFresh(settings));
    } catch (WorkerDiedException | RuntimeException | Error e) {
      return Optional.empty();
    }
  }

  /** Ends a prepared process that nobody has wanted. */
  public void settle() {
    Optional<Prepared> left;
    synchronized (this) {
      left = prepared;
      prepared = Optional.empty();
    }
    left.ifPresent(WorkerHost::end);
  }

  private static void end(Prepared left) {
    CompletableFuture<Void> unused =
        left.process().thenAccept(process -> process.ifPresent(WorkerProcess::close));
  }

  /**
   * Starts a process and waits until it is ready to load; the caller ends it.
   *
   * @throws WorkerDiedException when it ended before
   */
  public WorkerProcess start(WorkerSettings settings) throws WorkerDiedException {
    Optional<WorkerProcess> ready =
        take(settings).flatMap(it -> it.process().join()).filter(WorkerProcess::isAlive);
    return ready.isPresent() ? ready.get() : startFresh(settings);
  }

  private synchronized Optional<Prepared> take(WorkerSettings settings) {
    Optional<Prepared> taken = prepared.filter(it -> it.settings().equals(settings));
    if (taken.isPresent()) {
      prepared = Optional.empty();
    }
    return taken;
  }

  private WorkerProcess startFresh(WorkerSettings settings) throws WorkerDiedException {
    return WorkerProcess.start(
        settings, command(settings), new EvidenceFolder(settings.evidence()));
  }

  private WorkerCommand command(WorkerSettings settings) {
    synchronized (commands) {
      if (commands.isEmpty()) {
        WorkerFolder.removeLeftovers();
      }
      return commands.computeIfAbsent(
          settings.isolatesNetwork(), isolates -> WorkerCommand.of(settings));
    }
  }
}
