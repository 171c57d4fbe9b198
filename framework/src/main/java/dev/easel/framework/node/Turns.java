package dev.easel.framework.node;

/**
 * When a node runs again of itself: sources do, other nodes do not.
 *
 * <p><b>Threads:</b> the owner of the run.
 */
sealed interface Turns permits SourceTurns, Turns.Never {
  /** Of nodes that run when their inputs say so. */
  Turns NONE = Never.NONE;

  /** The node was opened. */
  void opened(NodeRun run);

  /** Whether the node has stopped of itself. */
  boolean isStopped();

  /** The calculator says that it has nothing more to send; whether that ends the node. */
  boolean stop();

  /** Has the node run once more; false if that is for its inputs to say. */
  boolean again();

  /** What other nodes have. */
  enum Never implements Turns {
    NONE;

    @Override
    public void opened(NodeRun run) {}

    @Override
    public boolean isStopped() {
      return false;
    }

    @Override
    public boolean stop() {
      return false;
    }

    @Override
    public boolean again() {
      return false;
    }
  }
}
