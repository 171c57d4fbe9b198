package dev.easel.framework.node;

/** Of nodes that run when their inputs say so. */
enum NoTurns implements Turns {
  NOTHING;

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
