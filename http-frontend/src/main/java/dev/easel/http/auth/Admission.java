package dev.easel.http.auth;

import dev.easel.access.Group;
import dev.easel.access.Principal;
import dev.easel.access.Scope;
import dev.easel.access.usage.GroupMeter;
import dev.easel.access.usage.OverLimit;
import dev.easel.access.usage.RateStanding;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.http.RunContext;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.serving.Allowance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the rules of access say of one request: who asks, or why it is refused.
 *
 * <p>It goes with the request from its head to its answer, so that whoever needs to know who asks
 * finds the {@link Principal} here.
 *
 * <p><b>Threads</b>: any.
 */
public final class Admission implements Allowance {

  /** To a server that demands no key. */
  public static final Admission OPEN =
      new Admission(Optional.empty(), Optional.empty(), Optional.empty(), true);

  /** Callers and owners that are keys begin so, which no address does. */
  static final String KEY = "key:";

  private static final long SECONDS_OF_MINUTE = 60;
  private static final long SECONDS_OF_HOUR = 3600;

  private final Optional<Principal> principal;
  private final Optional<ErrorAnswer> refusal;
  private final Optional<GroupMeter> meter;
  private final boolean isOpen;
  private long takenPixels;
  private long takenSteps;

  private Admission(
      Optional<Principal> principal,
      Optional<ErrorAnswer> refusal,
      Optional<GroupMeter> meter,
      boolean isOpen) {
    this.principal = principal;
    this.refusal = refusal;
    this.meter = meter;
    this.isOpen = isOpen;
  }

  static Admission of(Optional<Principal> principal) {
    return new Admission(principal, Optional.empty(), Optional.empty(), false);
  }

  static Admission refused(ErrorAnswer refusal) {
    return new Admission(Optional.empty(), Optional.of(refusal), Optional.empty(), false);
  }

  /**
   * Of a request that counts; it is refused when there were too many.
   *
   * @param isForLater whether its work is done some time later, when it is not refused any more
   */
  static Admission metered(Principal who, GroupMeter meter, boolean isForLater) {
    Optional<OverLimit> over = isForLater ? meter.untilFree(who) : Optional.empty();
    return new Admission(
        Optional.of(who),
        over.or(() -> meter.takeRequest(who)).map(why -> tooMany(who, why)),
        Optional.of(meter),
        false);
  }

  /** Of work that was accepted before: it is counted, and not refused any more. */
  static Admission accepted(Principal who, Optional<GroupMeter> meter) {
    return new Admission(Optional.of(who), Optional.empty(), meter, false);
  }

  /** How long until further work may begin; empty when it may at once. */
  Optional<Duration> untilFree() {
    return meter.flatMap(one -> one.untilFree(principal.orElseThrow())).map(OverLimit::after);
  }

  private static ErrorAnswer tooMany(Principal who, OverLimit over) {
    return ErrorAnswer.of(429, text(who, over), "rate_limit_exceeded")
        .with("retry-after", String.valueOf(Math.max(1, over.after().plusMillis(999).toSeconds())));
  }

  private static String text(Principal who, OverLimit over) {
    return "The group '%s' of this key has reached its %s of %d; try again in %s."
        .formatted(who.group().name(), over.limit(), over.allowed(), spelled(over.after()));
  }

  /** Why the request may not go on; empty when it may. */
  public Optional<ErrorAnswer> refusal() {
    return refusal;
  }

  /** Who asks; empty when no key was demanded, or none that counts was sent. */
  public Optional<Principal> principal() {
    return principal;
  }

  /** Whether whoever asks may see why something failed. */
  public boolean showsReasons() {
    return isOpen || principal.filter(known -> known.group().has(Scope.ADMIN)).isPresent();
  }

  /**
   * Whom the fair queues take the asker for: a key of its own where there is one, else what was
   * given. A key that many share, or that nobody asked for, tells nobody apart.
   *
   * @param address the asker's address
   */
  public String caller(String address) {
    return principal.filter(known -> !known.isShared()).map(k -> KEY + k.keyId()).orElse(address);
  }

  /** To whom belongs what the request leaves behind: its key, or everybody who shares one. */
  public String owner() {
    return caller(RunContext.EVERYBODY);
  }

  /** How large a share of a model is the asker's. */
  public double weight() {
    return principal.map(known -> known.group().weight()).orElse(1.0);
  }

  /** Whether a name is one of an image model on the asker's platform. */
  public boolean isImageModel(String model) {
    return principal.map(known -> known.group().isImageModel(model)).orElse(true);
  }

  /**
   * Looks whether the asker may use a model.
   *
   * <p><b>Failure</b>: {@link Refusal}.
   *
   * @param model the name that the client used
   */
  public void checkModel(String model) {
    if (principal.isEmpty()) {
      return;
    }
    Group group = principal.get().group();
    if (!group.isImageModel(model)) {
      throw new Refusal(ErrorAnswer.bare(400, "images endpoint requires an image model"));
    }
    if (!group.allows(model)) {
      throw new Refusal(
          ErrorAnswer.of(
              403,
              "This key may not use the model '%s': the models of its group '%s' are %s."
                  .formatted(
                      model,
                      group.name(),
                      group.models().stream().map(p -> "'" + p.text() + "'").toList()),
              Optional.of("model"),
              Optional.of("model_not_allowed")));
    }
  }

  @Override
  public synchronized void take(long pixels, long pixelSteps, boolean isRefusable) {
    if (meter.isEmpty()) {
      return;
    }
    Principal who = principal.orElseThrow();
    Optional<OverLimit> over = meter.get().takeWork(who, pixels, pixelSteps, isRefusable);
    if (over.isPresent()) {
      throw refusal(who, over.get());
    }
    takenPixels += pixels;
    takenSteps += pixelSteps;
  }

  /** The same, which never refuses. */
  Allowance unrefusable() {
    Admission counted = this;
    return new Allowance() {
      @Override
      public void take(long pixels, long pixelSteps, boolean isRefusable) {
        counted.take(pixels, pixelSteps, false);
      }

      @Override
      public void giveBack() {
        counted.giveBack();
      }
    };
  }

  private static RuntimeException refusal(Principal who, OverLimit over) {
    if (over.isForEver()) {
      return RequestException.of(
          "size",
          "limit_exceeded",
          "size: the request counts %d towards the %s of its key's group '%s', which is %d; ask for fewer, smaller or quicker pictures"
              .formatted(over.asked(), over.limit(), who.group().name(), over.allowed()));
    }
    return new RetryLaterException("rate_limit_exceeded", text(who, over), over.after());
  }

  @Override
  public synchronized void giveBack() {
    if (meter.isPresent() && takenPixels + takenSteps > 0) {
      meter.get().giveBack(principal.orElseThrow(), takenPixels, takenSteps);
      takenPixels = 0;
      takenSteps = 0;
    }
  }

  /** How its group stands with its limits, as OpenAI's headers say it. */
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    if (meter.isPresent() && principal.isPresent()) {
      for (RateStanding standing : meter.get().standings(principal.get())) {
        headers.put("x-ratelimit-limit-" + standing.name(), String.valueOf(standing.limit()));
        headers.put(
            "x-ratelimit-remaining-" + standing.name(), String.valueOf(standing.remaining()));
        headers.put("x-ratelimit-reset-" + standing.name(), spelled(standing.reset()));
      }
    }
    return headers;
  }

  /** As OpenAI spells times: {@code 17ms}, {@code 1.5s}, {@code 6m0s}, {@code 2h5m0s}. */
  private static String spelled(Duration time) {
    long millis = time.plusNanos(999_999).toMillis();
    long seconds = millis / 1000;
    if (seconds == 0) {
      return millis + "ms";
    }
    if (seconds < SECONDS_OF_MINUTE) {
      return millis % 1000 == 0 ? seconds + "s" : millis / 1000.0 + "s";
    }
    String minutes =
        seconds % SECONDS_OF_HOUR / SECONDS_OF_MINUTE + "m" + seconds % SECONDS_OF_MINUTE + "s";
    return seconds < SECONDS_OF_HOUR ? minutes : seconds / SECONDS_OF_HOUR + "h" + minutes;
  }
}
