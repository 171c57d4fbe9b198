package dev.easel.framework.policy;

import dev.easel.framework.packet.TagMap;
import dev.easel.framework.proto.MediaPipeOptions;

/**
 * Makes input stream handlers of one kind.
 *
 * <p><b>Threads:</b> called by any thread that loads a graph or starts a run.
 */
@FunctionalInterface
public interface InputStreamHandlerFactory {
  /**
   * A handler for one node; also called when the graph is loaded, to check the options.
   *
   * <p><b>Failure:</b> {@code StatusException} when the options do not fit the node.
   */
  InputStreamHandler create(Request request);

  /**
   * What a handler is made for.
   *
   * @param inputs the node's input streams
   * @param options the handler's options
   * @param parallel whether several calls may run at once
   * @param processTimestampBounds whether the node also runs when only bounds have settled
   */
  record Request(
      TagMap inputs, MediaPipeOptions options, boolean parallel, boolean processTimestampBounds) {}
}
