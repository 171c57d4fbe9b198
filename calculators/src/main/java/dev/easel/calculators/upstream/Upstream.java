package dev.easel.calculators.upstream;

import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.calculators.upstream.access.TrustedAuthorities;
import dev.easel.calculators.upstream.access.UpstreamAddress;
import dev.easel.calculators.upstream.access.UpstreamKey;
import dev.easel.calculators.upstream.failure.CallFailure;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.calculators.upstream.wire.ErrorTranslation;
import dev.easel.calculators.upstream.wire.Patience;
import dev.easel.calculators.upstream.wire.Redaction;
import dev.easel.calculators.upstream.wire.UpstreamAttempt;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * One server that requests are passed on to.
 *
 * <p><b>Threads</b>: any.
 *
 * <p><b>Ownership</b>: its client's connections and its thread end when nobody holds the upstream
 * any more; Java 17's client has no other end.
 */
final class Upstream {

  private static final System.Logger LOG = System.getLogger("dev.easel.calculators.upstream");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,200}");

  private final UpstreamAddress address;
  private final UpstreamKey key;
  private final int weight;
  private final Map<String, String> models;
  private final UpstreamSettings settings;
  private final Optional<SSLContext> tls;
  private final ExecutorService threads;
  private final CircuitBreaker breaker;
  private final UpstreamTally tally = new UpstreamTally();
  private @Nullable HttpClient client;

  private Upstream(
      UpstreamAddress address,
      UpstreamKey key,
      int weight,
      Map<String, String> models,
      UpstreamSettings settings,
      Optional<SSLContext> tls,
      ExecutorService threads,
      CircuitBreaker breaker) {
    this.address = address;
    this.key = key;
    this.weight = weight;
    this.models = models;
    this.settings = settings;
    this.tls = tls;
    this.threads = threads;
    this.breaker = breaker;
  }

  /**
   * Checks an upstream's options and reads its key.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} with the option's name and what would be right.
   *
   * @param threads what the client's callbacks run on
   */
  static Upstream open(
      UpstreamImagesCalculatorOptions.Upstream options,
      Path baseDirectory,
      UpstreamSettings settings,
      ExecutorService threads) {
    UpstreamAddress address = UpstreamAddress.of(options.getBaseUrl());
    Optional<SSLContext> tls =
        options.hasCaFile()
            ? Optional.of(TrustedAuthorities.in(baseDirectory.resolve(options.getCaFile())))
            : Optional.empty();
    return new Upstream(
        address,
        key(options, baseDirectory),
        options.getWeight(),
        UpstreamSettings.models("upstreams.models", options.getModelsList()),
        settings,
        tls,
        threads,
        breaker(address, settings));
  }

  /** Made for the first request, so that a look at a graph starts no thread. */
  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(settings.connect())
              .executor(threads);
      tls.ifPresent(builder::sslContext);
      made = builder.build();
      client = made;
    }
    return made;
  }

  private static UpstreamKey key(
      UpstreamImagesCalculatorOptions.Upstream options, Path baseDirectory) {
    UpstreamSettings.require(
        !options.hasApiKeyEnv() || !options.hasApiKeyFile(),
        "api_key_env and api_key_file are both there; say one of them");
    if (options.hasApiKeyEnv()) {
      // It may be the key itself, put there by mistake, so it is not shown.
      UpstreamSettings.require(
          VARIABLE.matcher(options.getApiKeyEnv()).matches(),
          "api_key_env is no name of an environment variable, such as OPENAI_API_KEY; the key"
              + " itself must not stand in a graph");
      return UpstreamKey.inEnvironment(options.getApiKeyEnv());
    }
    return options.hasApiKeyFile()
        ? UpstreamKey.inFile(baseDirectory.resolve(options.getApiKeyFile()))
        : UpstreamKey.none();
  }

  private static CircuitBreaker breaker(UpstreamAddress address, UpstreamSettings settings) {
    CircuitBreaker breaker =
        CircuitBreaker.of(
            address.base().toString(),
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.breaker().getWindow())
                .minimumNumberOfCalls(settings.breaker().getMinRequests())
                .failureRateThreshold(settings.breaker().getFailurePercent())
                .waitDurationInOpenState(Duration.ofMillis(settings.breaker().getOpenMillis()))
                .permittedNumberOfCallsInHalfOpenState(1)
                .writableStackTraceEnabled(false)
                .clock(new MonotonicClock())
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event ->
                LOG.log(
                    System.Logger.Level.WARNING,
                    "upstream {0}: breaker {1}",
                    address.base(),
                    event.getStateTransition()));
    return breaker;
  }

  /** Its share of the requests. */
  int weight() {
    return weight;
  }

  /** The names of models that it adds to the node's. */
  Map<String, String> models() {
    return models;
  }

  String host() {
    return address.host();
  }

  /** Takes leave to send a request; empty while its breaker is open. */
  Optional<Leave> tryTake() {
    return breaker.tryAcquirePermission()
        ? Optional.of(new Leave(breaker, tally))
        : Optional.empty();
  }

  /**
   * Sends a request.
   *
   * @param hosts the hosts of all upstreams, which no client learns
   */
  UpstreamAttempt send(ForwardedRequest request, List<String> hosts, Patience patience) {
    Optional<String> shown = key.now();
    String name = request.model();
    String model = models.getOrDefault(name, settings.models().getOrDefault(name, name));
    return UpstreamAttempt.start(
        client(),
        address.endpoint(request.endpoint()),
        shown,
        request.headers(),
        request.body(model),
        request.isStream(),
        settings.mostBytes(),
        new ErrorTranslation(new Redaction(shown, hosts)),
        patience);
  }

  /** What became of its requests. */
  UpstreamReport report(int place) {
    return tally.report(place, breaker.getState().name().toLowerCase(Locale.ROOT));
  }

  /** Has the log know why it gave no pictures. */
  void tell(String node, CallFailure failure) {
    System.Logger.Level level =
        failure.blame() == CallFailure.Blame.REQUEST
            ? System.Logger.Level.DEBUG
            : System.Logger.Level.WARNING;
    LOG.log(level, "node \"{0}\": upstream {1} {2}", node, address.base(), failure.detail());
  }

  /**
   * Leave to send one request, which ends with what became of it.
   *
   * <p><b>Threads</b>: any; the first end counts.
   */
  static final class Leave {

    private final CircuitBreaker breaker;
    private final UpstreamTally tally;
    private final long startNanos = System.nanoTime();
    private boolean isOver;

    private Leave(CircuitBreaker breaker, UpstreamTally tally) {
      this.breaker = breaker;
      this.tally = tally;
    }

    private boolean isFirst(UpstreamTally.Result result) {
      synchronized (this) {
        if (isOver) {
          return false;
        }
        isOver = true;
      }
      tally.add(result, System.nanoTime() - startNanos);
      return true;
    }

    /** The upstream has answered. */
    void succeed() {
      works(UpstreamTally.Result.ANSWERED);
    }

    private void works(UpstreamTally.Result result) {
      if (isFirst(result)) {
        breaker.onSuccess(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
      }
    }

    /** It has not. */
    void fail(CallFailure failure) {
      switch (failure.blame()) {
        case REQUEST -> works(UpstreamTally.Result.REFUSED);
        case NOBODY -> release(UpstreamTally.Result.FAILED);
        case UPSTREAM -> {
          if (isFirst(UpstreamTally.Result.FAILED)) {
            breaker.onError(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS, failure.answer());
          }
        }
      }
    }

    /** Nobody knows: the client has left. */
    void drop() {
      release(UpstreamTally.Result.LEFT);
    }

    private void release(UpstreamTally.Result result) {
      if (isFirst(result)) {
        breaker.releasePermission();
      }
    }
  }
}
