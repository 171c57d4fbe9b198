package dev.easel.calculators.upstream;

import dev.easel.calculators.http.RetryLaterException;
import dev.easel.calculators.http.RunContext;
import dev.easel.calculators.proto.UpstreamImagesCalculatorOptions;
import dev.easel.calculators.upstream.send.ForwardedRequest;
import dev.easel.framework.resource.ResourceRequest;
import dev.easel.framework.resource.SharedResource;
import dev.easel.framework.status.StatusException;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The upstreams of a node, which its runs share: whose turn it is, and which of them are left
 * alone.
 *
 * <p><b>Threads</b>: any. Its own, which end when there is nothing to do, run the callbacks of the
 * HTTP client; none of them waits but for a look-up of a host's address.
 *
 * <p><b>Ownership</b>: closed after the last run.
 */
final class Upstreams implements SharedResource, WatchedUpstreams {

  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final double DOUBLED = 2;
  private static final double SPREAD = 0.5;

  private final List<Upstream> all;
  private final UpstreamSettings settings;
  private final ExecutorService threads;
  private final Rota rota;
  private final Semaphore places;
  private final IntervalFunction backoff;

  private Upstreams(List<Upstream> all, UpstreamSettings settings, ExecutorService threads) {
    this.all = List.copyOf(all);
    this.settings = settings;
    this.threads = threads;
    rota = new Rota(all);
    places = new Semaphore(settings.concurrent());
    backoff =
        IntervalFunction.ofExponentialRandomBackoff(
            settings.backoff(), DOUBLED, SPREAD, settings.mostBackoff());
  }

  /**
   * Checks a node's options and reads its keys; connects to nobody.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} with the option's name and what would be right.
   */
  static Upstreams open(ResourceRequest request) {
    UpstreamImagesCalculatorOptions options =
        request.options(UpstreamImagesCalculatorOptions.class);
    UpstreamSettings settings = UpstreamSettings.of(options);
    ExecutorService threads = openThreads();
    List<Upstream> opened = new ArrayList<>();
    for (int i = 0; i < options.getUpstreamsCount(); i++) {
      try {
        opened.add(
            Upstream.open(options.getUpstreams(i), request.baseDirectory(), settings, threads));
      } catch (StatusException e) {
        threads.shutdown();
        throw e.prefixed("upstreams[" + i + "]: ");
      }
    }
    return new Upstreams(opened, settings, threads);
  }

  private static ExecutorService openThreads() {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE.toMillis(),
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "easel-upstream-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** What clients may call the models, beside the servable's own name. */
  @Override
  public List<String> aliases() {
    Set<String> names = new LinkedHashSet<>(settings.models().keySet());
    all.forEach(each -> names.addAll(each.models().keySet()));
    return List.copyOf(names);
  }

  @Override
  public List<UpstreamReport> reports() {
    List<UpstreamReport> reports = new ArrayList<>();
    for (Upstream each : all) {
      reports.add(each.report(reports.size()));
    }
    return reports;
  }

  /**
   * Takes a request on its way.
   *
   * @param node who asks, for the log
   * @param run says how long the request may still take
   */
  UpstreamCall call(ForwardedRequest request, String node, RunContext run) {
    if (!places.tryAcquire()) {
      throw new RetryLaterException(
          "upstream_full",
          "%d requests are on their way to the upstream already; try again later"
              .formatted(settings.concurrent()),
          Duration.ofSeconds(1));
    }
    return new UpstreamCall(this, request, node, run);
  }

  /** A call is over. */
  void leave() {
    places.release();
  }

  UpstreamSettings settings() {
    return settings;
  }

  ExecutorService threads() {
    return threads;
  }

  Optional<Upstream> next(Predicate<Upstream> mayBeAsked) {
    return rota.next(mayBeAsked);
  }

  /** How long to wait before all of them are asked once more; {@code round} counts from 1. */
  Duration backoff(int round) {
    return Duration.ofMillis(backoff.apply(round));
  }

  List<String> hosts() {
    return all.stream().map(Upstream::host).distinct().toList();
  }

  /** The client's threads end by themselves: it may still have to close connections. */
  @Override
  public void close() {}
}
