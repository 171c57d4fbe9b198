package dev.easel.framework.options;

import com.google.protobuf.Message;

/**
 * The options of one node, whichever way the graph gives them.
 *
 * <p><b>Threads:</b> immutable.
 */
public interface NodeOptions {
  /**
   * The options of this type, the defaults if the graph gives none.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when the type is no options message.
   */
  <M extends Message> M get(Class<M> type);

  /** Whether the graph gives options of this type. */
  boolean has(Class<? extends Message> type);
}
