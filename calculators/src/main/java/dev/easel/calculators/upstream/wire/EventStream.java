package dev.easel.calculators.upstream.wire;

import dev.easel.calculators.upstream.failure.CallException;
import dev.easel.calculators.upstream.failure.CallFailure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The events of an answer as they come.
 *
 * <p><b>Threads</b>: one reader, which waits for a piece before it asks for the next; while it does
 * not ask, nothing is read from the network and no time runs against the upstream.
 *
 * <p><b>Failure</b>: the futures fail with a {@link CallException}.
 */
public final class EventStream {

  private final PulledBody body;
  private final EventCheck check;
  private final ErrorTranslation errors;
  private final Patience patience;

  EventStream(PulledBody body, ErrorTranslation errors, Patience patience) {
    this.body = body;
    this.check = new EventCheck(errors);
    this.errors = errors;
    this.patience = patience;
  }

  /** The next bytes for the client, possibly none yet; empty at the end of a whole stream. */
  public CompletableFuture<Optional<List<ByteBuffer>>> next() {
    try {
      check.checkFailure();
    } catch (CallException e) {
      return CompletableFuture.failedFuture(e);
    }
    return patience
        .limit(body.next())
        .thenApply(this::pass)
        .exceptionally(
            thrown -> {
              CallFailure failure = errors.ofFailure(thrown, true);
              // A slow reader uses the time up as well as a slow upstream.
              throw new CallException(patience.left().isZero() ? failure.blamingNobody() : failure);
            });
  }

  private Optional<List<ByteBuffer>> pass(Optional<List<ByteBuffer>> piece) {
    if (piece.isEmpty()) {
      check.end();
    }
    return piece.map(check::pass);
  }
}
