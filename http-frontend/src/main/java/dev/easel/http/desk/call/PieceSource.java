package dev.easel.http.desk.call;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * An answer that comes in pieces, each made when there is room for it.
 *
 * <p><b>Who does what</b>: whoever writes the answer asks for pieces, one at a time, on a thread
 * that may wait; where there is none yet it asks again when it is told to, and about once a second.
 *
 * <p><b>Ownership</b>: whoever writes the answer closes the source.
 */
public interface PieceSource extends AutoCloseable {

  /** The answer's headers under lower-case names. */
  Map<String, String> headers();

  /** The next piece; empty when there is none yet, or when there will be none. */
  Optional<ByteBuffer> next();

  /** Whether there will be none. */
  boolean isOver();

  /** Has something called when there may be another piece; it must not wait. */
  void onMore(Runnable listener);

  @Override
  void close();
}
