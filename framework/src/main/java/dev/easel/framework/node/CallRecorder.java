package dev.easel.framework.node;

/**
 * Stands around the calls of a node.
 *
 * <p><b>Threads:</b> those that run the node.
 */
public interface CallRecorder {
  /** Records nothing. */
  CallRecorder NOTHING = (node, call, opening) -> node.callCalculator(call);

  /** Has the calculator called, and records that. */
  void call(Node node, Call call, boolean opening);
}
