package dev.easel.calculators.upstream.wire;

import dev.easel.calculators.upstream.failure.CallException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to one upstream, and its answer.
 *
 * <p><b>Threads</b>: any; the futures complete on those of {@link Patience#threads}.
 *
 * <p><b>Ownership</b>: who starts it closes it, at the latest when the client's request ends.
 * Closing it ends the request upstream, whatever it has come to: a connection that still works on
 * it is closed, which every server notices.
 *
 * <p><b>Failure</b>: the futures fail with a {@link CallException}.
 */
public final class UpstreamAttempt implements AutoCloseable {

  /** An error's words are few. */
  private static final int MOST_ERROR_BYTES = 64 << 10;

  private static final String EVENTS = "text/event-stream";

  private final SentBody sent;
  private final ErrorTranslation errors;
  private final Patience patience;
  private final CompletableFuture<HttpResponse<PulledBody>> response;
  private @Nullable PulledBody body;
  private boolean isClosed;

  private UpstreamAttempt(
      SentBody sent,
      ErrorTranslation errors,
      Patience patience,
      CompletableFuture<HttpResponse<PulledBody>> response) {
    this.sent = sent;
    this.errors = errors;
    this.patience = patience;
    this.response = response;
  }

  /**
   * Sends a request.
   *
   * @param key shown as a bearer's token
   * @param headers further headers
   * @param mostBytes how many bytes the answer may have
   */
  public static UpstreamAttempt start(
      HttpClient client,
      URI address,
      Optional<String> key,
      Map<String, String> headers,
      OutgoingBody body,
      boolean isStream,
      long mostBytes,
      ErrorTranslation errors,
      Patience patience) {
    SentBody sent = new SentBody(body);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("content-type", body.contentType())
            .header("accept", isStream ? EVENTS + ", application/json" : "application/json")
            .header("user-agent", "easel")
            .POST(sent.publisher());
    headers.forEach(request::header);
    key.ifPresent(text -> request.header("authorization", "Bearer " + text));
    return new UpstreamAttempt(
        sent,
        errors,
        patience,
        client.sendAsync(request.build(), head -> new PulledBody(mostBytes)));
  }

  /** What it brings: a whole answer, or a stream whose first piece has not come yet. */
  public CompletableFuture<UpstreamAnswer> answer(boolean isStream) {
    return patience
        .limit(response)
        .thenComposeAsync(head -> read(head, isStream), patience.threads())
        .exceptionally(
            thrown -> {
              throw new CallException(errors.ofFailure(thrown, sent.mayHaveArrived()));
            });
  }

  private CompletableFuture<UpstreamAnswer> read(HttpResponse<PulledBody> head, boolean isStream) {
    PulledBody pulled = head.body();
    hold(pulled);
    if (head.statusCode() != 200) {
      return refusal(head);
    }
    String type = ErrorTranslation.mediaType(head.headers().firstValue("content-type"));
    if (type.equals(EVENTS) && isStream) {
      return CompletableFuture.completedFuture(
          new UpstreamAnswer.Events(new EventStream(pulled, errors, patience)));
    }
    if (!type.equals("application/json")) {
      throw new CallException(errors.ofGarbage("sent a 200 of another type than JSON"));
    }
    return GatheredBody.read(pulled, patience).thenApply(this::whole);
  }

  private UpstreamAnswer whole(List<ByteBuffer> bytes) {
    AnswerCheck.mistake(bytes)
        .ifPresent(
            mistake -> {
              throw new CallException(errors.ofGarbage(mistake));
            });
    return new UpstreamAnswer.Whole(bytes);
  }

  private CompletableFuture<UpstreamAnswer> refusal(HttpResponse<PulledBody> head) {
    Optional<String> retryAfter = head.headers().firstValue("retry-after");
    return GatheredBody.beginning(head.body(), MOST_ERROR_BYTES, patience)
        .handle(
            (bytes, failure) -> {
              byte[] words = failure == null ? bytes : new byte[0];
              throw new CallException(errors.ofAnswer(head.statusCode(), retryAfter, words));
            });
  }

  private void hold(PulledBody pulled) {
    boolean isLate;
    synchronized (this) {
      body = pulled;
      isLate = isClosed;
    }
    if (isLate) {
      pulled.close();
    }
  }

  // What is closed when it comes late is nobody's to wait for.
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void close() {
    PulledBody held;
    synchronized (this) {
      isClosed = true;
      held = body;
    }
    sent.close();
    if (held != null) {
      held.close();
    } else {
      response.cancel(true);
      // It may have come meanwhile.
      response.thenAccept(head -> head.body().close());
    }
  }
}
