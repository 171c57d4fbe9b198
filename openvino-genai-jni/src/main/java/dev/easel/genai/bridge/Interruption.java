package dev.easel.genai.bridge;

/**
 * Breaks off one run and no other: a pipeline is used again as soon as the run is over, and who
 * breaks off may come late.
 *
 * <p><b>Threads</b>: any.
 */
public final class Interruption implements AutoCloseable {
  private final Runnable action;
  private boolean isOver;

  /**
   * An interruption of a run that begins.
   *
   * @param action breaks off whatever the pipeline computes now; it does not wait
   */
  public Interruption(Runnable action) {
    this.action = action;
  }

  /** Breaks the run off, unless it is over. */
  public synchronized void happen() {
    if (!isOver) {
      action.run();
    }
  }

  /** The run is over. */
  @Override
  public synchronized void close() {
    isOver = true;
  }
}
