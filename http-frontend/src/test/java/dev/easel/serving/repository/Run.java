package dev.easel.serving.repository;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.serving.Servable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A request on its way, with what came of it. */
final class Run implements RunListener {
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Optional<StatusException>> end = new CompletableFuture<>();
  private final RunHandle handle;

  private Run(Servable servable) {
    this.handle =
        servable.start(
            new HttpRequestPayload(
                "POST",
                "/v3/" + servable.name(),
                "",
                servable.name(),
                servable.name(),
                Map.of(),
                ByteBuffer.allocate(0),
                List.of()),
            this);
  }

  static Run of(Servable servable) {
    return new Run(servable);
  }

  RunHandle handle() {
    return handle;
  }

  @Override
  public void onResponse(HttpResponsePayload payload) {
    payload.body().forEach(chunk -> answers.add(StandardCharsets.UTF_8.decode(chunk).toString()));
  }

  @Override
  public void onEnd(Optional<StatusException> failure) {
    end.complete(failure);
  }

  boolean isOver() {
    return end.isDone();
  }

  /** What went wrong. */
  Optional<StatusException> failure() throws Exception {
    return end.get(30, TimeUnit.SECONDS);
  }

  /** The answer of a run that must not fail. */
  String answer() throws Exception {
    failure()
        .ifPresent(
            e -> {
              throw e;
            });
    return String.join("", answers);
  }
}
