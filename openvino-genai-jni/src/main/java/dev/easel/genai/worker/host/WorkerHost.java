package dev.easel.genai.worker.host;

import java.util.HashMap;
import java.util.Map;

/**
 * Starts worker processes, and finds out once what this machine allows of them.
 *
 * <p><b>Threads</b>: any.
 */
public final class WorkerHost {

  /** By whether the processes are to have no network. */
  private final Map<Boolean, WorkerCommand> commands = new HashMap<>();

  /** Looks at nothing yet. */
  public WorkerHost() {}

  /**
   * Starts a process and waits until it is ready to load; the caller ends it.
   *
   * @throws WorkerDiedException when it ended before
   */
  public WorkerProcess start(WorkerSettings settings, EvidenceFolder evidence)
      throws WorkerDiedException {
    return WorkerProcess.start(settings, command(settings), evidence);
  }

  private synchronized WorkerCommand command(WorkerSettings settings) {
    if (commands.isEmpty()) {
      WorkerFolder.removeLeftovers();
    }
    return commands.computeIfAbsent(
        settings.isolatesNetwork(), isolates -> WorkerCommand.of(settings));
  }
}
