package dev.easel.http;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.LoadPhase;
import dev.easel.serving.LoadProgress;
import dev.easel.serving.RunHandle;
import dev.easel.serving.RunListener;
import dev.easel.serving.RunTerms;
import dev.easel.serving.Servable;
import dev.easel.serving.ServableState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** A servable whose runs a test plays. */
public record GivenServable(
    String name,
    List<String> aliases,
    boolean isListed,
    ServableState state,
    Optional<String> failure,
    BiFunction<HttpRequestPayload, RunListener, RunHandle> runs)
    implements Servable {

  public static final RunHandle ENDED =
      new RunHandle() {
        @Override
        public void cancel(StatusException reason) {}

        @Override
        public void stopWaiting(StatusException reason) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
      };

  /** A servable that says what it was asked. */
  public static GivenServable echo(String name) {
    return of(
        name,
        (payload, listener) -> {
          listener.onResponse(HttpResponsePayload.text(200, "text/plain", told(payload)));
          listener.onEnd(Optional.empty());
          return ENDED;
        });
  }

  private static String told(HttpRequestPayload payload) {
    StringBuilder out = new StringBuilder();
    out.append(payload.method()).append(' ').append(payload.path());
    out.append(" servable=").append(payload.servable()).append(" model=").append(payload.model());
    out.append(" body=").append(StandardCharsets.UTF_8.decode(payload.body()));
    payload
        .parts()
        .forEach(part -> out.append(' ').append(part.name()).append('=').append(part.text()));
    return out.toString();
  }

  public static GivenServable of(
      String name, BiFunction<HttpRequestPayload, RunListener, RunHandle> runs) {
    return new GivenServable(
        name, List.of(), true, ServableState.AVAILABLE, Optional.empty(), runs);
  }

  /** A servable that could not be loaded. */
  public static GivenServable failed(String name, String why) {
    return new GivenServable(
        name,
        List.of(),
        true,
        ServableState.LOADING,
        Optional.of(why),
        (payload, listener) -> {
          throw new StatusException(StatusCode.UNAVAILABLE, "model '" + name + "' is not loaded");
        });
  }

  public GivenServable withAliases(String... more) {
    return new GivenServable(name, List.of(more), isListed, state, failure, runs);
  }

  public GivenServable unlisted() {
    return new GivenServable(name, aliases, false, state, failure, runs);
  }

  @Override
  public LoadProgress progress() {
    LoadPhase phase = failure.isPresent() ? LoadPhase.FAILED : LoadPhase.LOADED;
    return new LoadProgress(
        phase,
        Duration.ofMillis(1500),
        0,
        0,
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Instant created() {
    return Instant.ofEpochSecond(1_779_912_000L);
  }

  @Override
  public RunHandle start(HttpRequestPayload payload, RunTerms terms, RunListener listener) {
    return runs.apply(payload, listener);
  }
}
