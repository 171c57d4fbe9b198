package dev.easel.cli.image;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunListener;
import dev.easel.serving.Servable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What one run answered.
 *
 * @param chunks the body's pieces in order
 */
record Answer(List<ByteBuffer> chunks) {

  /** Runs a request and waits; what went wrong is thrown in the words of the calculator. */
  static Answer of(Servable servable, HttpRequestPayload payload) {
    List<ByteBuffer> chunks = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Optional<StatusException>> end = new CompletableFuture<>();
    servable.start(
        payload,
        new RunListener() {
          @Override
          public void onResponse(HttpResponsePayload response) {
            chunks.addAll(response.body());
          }

          @Override
          public void onEnd(Optional<StatusException> failure) {
            end.complete(failure);
          }
        });
    end.join()
        .ifPresent(
            failure -> {
              throw plain(failure);
            });
    return new Answer(List.copyOf(chunks));
  }

  /** What a calculator said, without the graph's frame around it. */
  private static StatusException plain(StatusException failure) {
    return failure.failures().stream()
        .filter(StatusException.class::isInstance)
        .map(StatusException.class::cast)
        .findFirst()
        .orElse(failure);
  }

  /** The body from its start. */
  InputStream body() {
    List<InputStream> streams = new ArrayList<>();
    for (ByteBuffer chunk : chunks) {
      byte[] bytes = new byte[chunk.remaining()];
      chunk.duplicate().get(bytes);
      streams.add(new ByteArrayInputStream(bytes));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
