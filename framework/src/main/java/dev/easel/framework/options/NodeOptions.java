package dev.easel.framework.options;

/**
 * The options of one node, whichever way the graph gives them.
 *
 * <p><b>Threads:</b> immutable.
 */
public interface NodeOptions {
  /**
   * The options of this type, the defaults if the graph gives none.
   *
   * @param type a generated message, or a record as {@link OptionRecord} describes it
   *     <p><b>Failure:</b> {@code INVALID_ARGUMENT} when the type is neither, or a record refuses
   *     what the graph gives.
   */
  <O> O get(Class<O> type);

  /** Whether the graph gives options of this type. */
  boolean has(Class<?> type);
}
