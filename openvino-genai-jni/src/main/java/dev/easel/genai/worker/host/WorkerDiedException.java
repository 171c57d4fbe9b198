package dev.easel.genai.worker.host;

/** The process ended before it had answered. */
public final class WorkerDiedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient WorkerDeath death;

  WorkerDiedException(WorkerDeath death) {
    super(death.describe());
    this.death = death;
  }

  public WorkerDeath death() {
    return death;
  }
}
