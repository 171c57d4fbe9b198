package dev.easel.testing;

import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.ErrorTable;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Puts the pieces of one run's answer together as a client would see them.
 *
 * <p><b>Threads:</b> the run tells it from any thread, one at a time; {@link #await} waits for the
 * last piece.
 */
final class AnswerCollector implements RunListener {
  private static final String RUN = "this test";

  private final CompletableFuture<ServableAnswer> end = new CompletableFuture<>();
  private final List<HttpResponsePayload> pieces = new ArrayList<>();
  private final ImageStore store;

  AnswerCollector(ImageStore store) {
    this.store = store;
  }

  @Override
  public synchronized void onResponse(HttpResponsePayload piece) {
    boolean isOver = !pieces.isEmpty() && !pieces.get(0).streaming();
    if (!isOver) {
      pieces.add(piece);
    }
  }

  @Override
  public synchronized void onEnd(Optional<StatusException> failure) {
    try {
      end.complete(answer(failure));
    } catch (RuntimeException | Error e) { // such as an answer that is too large for an array
      end.completeExceptionally(e);
    }
  }

  /** Waits for the whole answer; a test that is interrupted, as by its timeout, ends the run. */
  ServableAnswer await(RunHandle run) {
    try {
      return end.get();
    } catch (InterruptedException e) {
      run.cancel(new StatusException(StatusCode.CANCELLED, "the test was interrupted"));
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the answer was there", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the answer cannot be put together", e);
    }
  }

  private ServableAnswer answer(Optional<StatusException> failure) {
    if (pieces.isEmpty()) {
      ErrorAnswer error =
          failure.map(why -> ErrorTable.ofRun(why, RUN)).orElse(ErrorTable.internal(RUN));
      return ServableAnswer.of(error.payload(), failure, store);
    }
    HttpResponsePayload head = pieces.get(0);
    List<ByteBuffer> body = new ArrayList<>();
    pieces.forEach(piece -> body.addAll(piece.body()));
    boolean isEvents = head.header("content-type").startsWith("text/event-stream");
    if (failure.isPresent() && isEvents) {
      String error = ErrorTable.ofRun(failure.get(), RUN).error().json();
      body.add(StandardCharsets.UTF_8.encode("event: error\ndata: " + error + "\n\n"));
    }
    return ServableAnswer.of(
        new HttpResponsePayload(head.status(), Map.copyOf(head.headers()), body, false),
        failure,
        store);
  }
}
