package dev.easel.framework.stream;

import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory;
import java.util.Map;

/**
 * The handlers that every graph may name.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class InputStreamHandlers {
  /** The handler of nodes that name none. */
  public static final String DEFAULT = "DefaultInputStreamHandler";

  private static final Map<String, InputStreamHandlerFactory> BY_NAME =
      Map.of(
          DEFAULT,
          DefaultInputStreamHandler::new,
          "ImmediateInputStreamHandler",
          ImmediateInputStreamHandler::new,
          "SyncSetInputStreamHandler",
          SyncSetInputStreamHandler::new,
          "FixedSizeInputStreamHandler",
          FixedSizeInputStreamHandler::new,
          "BarrierInputStreamHandler",
          request -> new BarrierInputStreamHandler(),
          "EarlyCloseInputStreamHandler",
          request -> new EarlyCloseInputStreamHandler(),
          "TimestampAlignInputStreamHandler",
          TimestampAlignInputStreamHandler::new,
          "MuxInputStreamHandler",
          request -> new MuxInputStreamHandler());

  private InputStreamHandlers() {}

  /** The factories by name. */
  public static Map<String, InputStreamHandlerFactory> byName() {
    return BY_NAME;
  }

  /** Whether a node with this handler and no batch may be run by {@link SyncSet}. */
  public static boolean isPlain(InputStreamHandler handler) {
    return handler.getClass() == DefaultInputStreamHandler.class && handler.batchSize() == 1;
  }
}
