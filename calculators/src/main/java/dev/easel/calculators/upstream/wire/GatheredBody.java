package dev.easel.calculators.upstream.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A body that is read to its end before anybody looks at it.
 *
 * <p>Its bytes are copied together: a server may send them one by one, and each piece of the
 * network's holds far more memory than its bytes.
 *
 * <p><b>Threads</b>: one piece at a time, each call seeing what the last one wrote.
 */
final class GatheredBody {

  private static final int BLOCK = 64 << 10;
  private static final int FIRST = 1 << 10;

  private final List<ByteBuffer> full = new ArrayList<>();
  private ByteBuffer last = ByteBuffer.allocate(FIRST);

  private final long enough;
  private long bytes;

  private GatheredBody(long enough) {
    this.enough = enough;
  }

  /** Reads a body to its end, each piece of it within what {@code patience} allows. */
  static CompletableFuture<List<ByteBuffer>> read(PulledBody body, Patience patience) {
    return new GatheredBody(Long.MAX_VALUE).all(body, patience);
  }

  /** Reads a body until so many bytes are there, or its end. */
  static CompletableFuture<byte[]> beginning(PulledBody body, int bytes, Patience patience) {
    return new GatheredBody(bytes)
        .all(body, patience)
        .thenApply(
            pieces -> {
              ByteBuffer joined =
                  ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
              pieces.forEach(joined::put);
              return joined.array();
            });
  }

  private CompletableFuture<List<ByteBuffer>> all(PulledBody body, Patience patience) {
    CompletableFuture<List<ByteBuffer>> result = new CompletableFuture<>();
    step(body, patience, result);
    return result;
  }

  /** Each step is a task of its own: a chain of them would deepen the stack. */
  @SuppressWarnings("FutureReturnValueIgnored") // it completes the result
  private void step(
      PulledBody body, Patience patience, CompletableFuture<List<ByteBuffer>> result) {
    patience
        .limit(body.next())
        .whenCompleteAsync(
            (piece, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
              } else if (piece.isEmpty()) {
                result.complete(taken());
              } else {
                piece.get().forEach(this::add);
                if (bytes >= enough) {
                  body.close();
                  result.complete(taken());
                } else {
                  step(body, patience, result);
                }
              }
            },
            patience.threads());
  }

  private void add(ByteBuffer piece) {
    bytes += piece.remaining();
    while (piece.hasRemaining()) {
      if (!last.hasRemaining()) {
        full.add(last.flip());
        last = ByteBuffer.allocate(BLOCK);
      }
      int count = Math.min(piece.remaining(), last.remaining());
      last.put(piece.slice(piece.position(), count));
      piece.position(piece.position() + count);
    }
  }

  private List<ByteBuffer> taken() {
    full.add(last.flip());
    return full;
  }
}
