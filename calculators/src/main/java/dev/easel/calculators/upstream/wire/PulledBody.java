package dev.easel.calculators.upstream.wire;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, which comes no faster than it is asked for.
 *
 * <p>Two sides meet here. The reader calls {@link #next} and waits for what it returns before it
 * calls again. Each call asks the client for one piece; the client's threads deliver it, or the
 * end, or the failure, and complete what the reader waits for. While the reader does not ask, the
 * connection is not read, and its peer has to wait.
 *
 * <p><b>Threads</b>: any. No future is completed with the lock held.
 *
 * <p><b>Ownership</b>: who reads it closes it; closing it before its end closes the connection.
 */
public final class PulledBody implements BodySubscriber<PulledBody>, AutoCloseable {

  private final long mostBytes;
  private long bytes;
  private Flow.@Nullable Subscription subscription;
  private @Nullable CompletableFuture<Optional<List<ByteBuffer>>> waiting;
  private @Nullable Throwable failure;
  private boolean isAtEnd;

  /** A body of at most so many bytes; more fail it. */
  PulledBody(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** The body is there as soon as its head is. */
  @Override
  public CompletionStage<PulledBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  /**
   * The next piece; empty at the end.
   *
   * <p><b>Failure</b>: an {@link IOException} when the body is cut or is not what its head says, a
   * {@link TooLargeException} when it is too long.
   */
  public CompletableFuture<Optional<List<ByteBuffer>>> next() {
    CompletableFuture<Optional<List<ByteBuffer>>> piece = new CompletableFuture<>();
    Flow.Subscription asked;
    synchronized (this) {
      if (failure != null) {
        piece.completeExceptionally(failure);
        return piece;
      }
      if (isAtEnd) {
        piece.complete(Optional.empty());
        return piece;
      }
      waiting = piece;
      asked = subscription;
    }
    if (asked != null) {
      asked.request(1);
    }
    return piece;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    boolean isWanted;
    boolean isOver;
    synchronized (this) {
      subscription = given;
      isWanted = waiting != null;
      isOver = failure != null;
    }
    if (isOver) {
      given.cancel();
    } else if (isWanted) {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    CompletableFuture<Optional<List<ByteBuffer>>> reader;
    synchronized (this) {
      bytes += piece.stream().mapToLong(ByteBuffer::remaining).sum();
      if (bytes <= mostBytes) {
        reader = waiting;
        waiting = null;
      } else {
        reader = null;
      }
    }
    if (reader != null) {
      reader.complete(Optional.of(piece));
    } else {
      end(new TooLargeException(mostBytes));
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end(thrown);
  }

  @Override
  public void onComplete() {
    CompletableFuture<Optional<List<ByteBuffer>>> reader;
    synchronized (this) {
      isAtEnd = true;
      reader = waiting;
      waiting = null;
    }
    if (reader != null) {
      reader.complete(Optional.empty());
    }
  }

  @Override
  public void close() {
    end(new IOException("the answer was given up"));
  }

  private void end(Throwable why) {
    CompletableFuture<Optional<List<ByteBuffer>>> reader;
    Flow.Subscription cancelled;
    synchronized (this) {
      if (isAtEnd || failure != null) {
        return;
      }
      failure = why;
      reader = waiting;
      waiting = null;
      cancelled = subscription;
    }
    if (cancelled != null) {
      cancelled.cancel();
    }
    if (reader != null) {
      reader.completeExceptionally(why);
    }
  }
}
