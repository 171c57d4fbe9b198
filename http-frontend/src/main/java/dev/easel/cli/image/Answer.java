package dev.easel.cli.image;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.RunListener;
import dev.easel.serving.Servable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * What one run answered.
 *
 * @param chunks the body's pieces in order
 * @param isStream whether they are events
 */
public record Answer(List<ByteBuffer> chunks, boolean isStream) {

  private static final String DATA = "data: ";

  /** Runs a request and waits; what went wrong is thrown in the words of the calculator. */
  public static Answer of(Servable servable, HttpRequestPayload payload) {
    List<ByteBuffer> chunks = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean isStream = new AtomicBoolean();
    CompletableFuture<Optional<StatusException>> end = new CompletableFuture<>();
    servable.start(
        payload,
        new RunListener() {
          @Override
          public void onResponse(HttpResponsePayload response) {
            chunks.addAll(response.body());
            isStream.set(response.streaming());
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
    return new Answer(List.copyOf(chunks), isStream.get());
  }

  /** What a calculator said, without the graph's frame around it. */
  private static StatusException plain(StatusException failure) {
    return failure.failures().stream()
        .filter(StatusException.class::isInstance)
        .map(StatusException.class::cast)
        .findFirst()
        .orElse(failure);
  }

  /** The JSON in the body: all of it, or the data of its events, one after another. */
  InputStream json() throws IOException {
    if (!isStream) {
      return body();
    }
    String events = new String(body().readAllBytes(), StandardCharsets.UTF_8);
    String data =
        events
            .lines()
            .filter(line -> line.startsWith(DATA + "{"))
            .map(line -> line.substring(DATA.length()))
            .collect(Collectors.joining("\n"));
    return new ByteArrayInputStream(data.getBytes(StandardCharsets.UTF_8));
  }

  /** The body from its start. */
  public InputStream body() {
    List<InputStream> streams = new ArrayList<>();
    for (ByteBuffer chunk : chunks) {
      byte[] bytes = new byte[chunk.remaining()];
      chunk.duplicate().get(bytes);
      streams.add(new ByteArrayInputStream(bytes));
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
