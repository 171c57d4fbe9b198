package dev.easel.framework.node;

/**
 * Stands around the calls of a node.
 *
 * <p><b>Threads:</b> those that run the node.
 */
public abstract class CallRecorder {
  /** Records nothing. */
  public static final CallRecorder NOTHING = new None();

  /** Makes a recorder. */
  protected CallRecorder() {}

  /** Whether calls are to note when they became ready. */
  boolean asksWhenReady() {
    return false;
  }

  /** Has the calculator called, and records that. */
  abstract void call(Node node, Call call, boolean opening);

  private static final class None extends CallRecorder {
    @Override
    void call(Node node, Call call, boolean opening) {
      node.callCalculator(call);
    }
  }
}
