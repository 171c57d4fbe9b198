package dev.easel.calculators.queue;

import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.RetryLaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of a model's tasks run, which wait and which are refused.
 *
 * <p>Start-time fair queueing: a task is tagged with the time, counted in work done, at which its
 * caller's earlier work would be over if all callers shared the model evenly, or by their weights;
 * among the tasks that are ready, the least tag begins first. So one caller's tasks keep their
 * order, and a caller with much work does not hold up one with little.
 *
 * <p><b>Threads</b>: any. Those who wait are woken outside the lock.
 *
 * <p><b>Ownership</b>: who enters closes the place that it gets.
 */
public final class ModelQueue {

  /** How much a task that is done changes what a unit of work is taken to cost. */
  static final double LEARNING = 0.3;

  private final QueueLimits limits;
  private final LongSupplier nanoTime;
  private final NavigableSet<QueuePlace> waiting =
      new TreeSet<>(
          Comparator.comparingDouble(QueuePlace::tag).thenComparingLong(QueuePlace::number));
  private final Set<QueuePlace> running = new LinkedHashSet<>();
  private final Map<String, Double> tags = new HashMap<>();
  private double clock;
  private final QueueWidth width;
  private double secondsPerUnit;
  private boolean isMeasured;
  private long places;
  private long countedNanos;

  /** A queue for one model. */
  public ModelQueue(QueueLimits limits) {
    this(limits, System::nanoTime);
  }

  /** A queue with a clock of its own. */
  ModelQueue(QueueLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
    width = new QueueWidth(limits.concurrent());
    secondsPerUnit = limits.secondsPerUnit();
    isMeasured = secondsPerUnit > 0;
  }

  /** How many tasks wait for others to end. */
  public synchronized int length() {
    return forecast().waiters().size();
  }

  /**
   * How long the model will work on the tasks that wait, by estimate; nothing is known before the
   * first step of the first task is done, unless the limits tell.
   */
  public synchronized double waitingSeconds() {
    double all = forecast().waiters().stream().mapToDouble(this::seconds).sum();
    return all / width.now();
  }

  /** How many tasks may run at once. */
  public synchronized int concurrent() {
    return width.now();
  }

  /** How many tasks run. */
  public synchronized int running() {
    return running.size();
  }

  /** What those that run hold, by estimate. */
  public synchronized long runningBytes() {
    return running.stream().mapToLong(QueuePlace::bytes).sum();
  }

  /**
   * Takes a task in.
   *
   * <p><b>Failure</b>: {@link RetryLaterException} when it cannot wait here, {@link
   * RequestException} when it could never run.
   */
  public synchronized QueuePlace enter(QueueRequest request) {
    QueuePlace place = place(request);
    checkMemory(request);
    checkRoom(request, place);
    return take(place);
  }

  /**
   * Takes in a further task of a run that has begun, for which nobody is refused any more.
   *
   * <p><b>Failure</b>: {@link RequestException} when it could never run.
   */
  public synchronized QueuePlace enterAgain(QueueRequest request) {
    checkMemory(request);
    return take(place(request));
  }

  private QueuePlace place(QueueRequest request) {
    double tag = Math.max(clock, tags.getOrDefault(request.caller(), clock));
    return new QueuePlace(this, request, places++, tag);
  }

  private QueuePlace take(QueuePlace place) {
    waiting.add(place);
    tags.put(place.caller(), place.tag() + place.charge());
    return place;
  }

  /** A task that was taken in is ready to run. */
  void await(QueuePlace place, Runnable waker) {
    List<QueuePlace> woken;
    synchronized (this) {
      place.ready(waker);
      woken = advance();
    }
    wake(woken);
  }

  /** The model works for a task, until that gives its place back itself. */
  synchronized void hold(QueuePlace place) {
    if (place.isRunning()) {
      place.held();
    }
  }

  /** Takes back the place of a task whose run has ended, unless the model still works for it. */
  void abandon(QueuePlace place) {
    List<QueuePlace> woken;
    synchronized (this) {
      if (place.isHeld()) {
        return;
      }
      woken = takeBack(place, false);
    }
    wake(woken);
  }

  /** Whether no task is done yet. */
  synchronized boolean isLearning() {
    return !isMeasured;
  }

  /** Until a task is done, nothing else tells what a unit of work costs. */
  synchronized void advance(QueuePlace place, double part) {
    double units = place.units() * part;
    if (!isMeasured && place.isRunning() && units > 0) {
      secondsPerUnit = place.secondsSince(nanoTime.getAsLong()) / units;
    }
  }

  private static void wake(List<QueuePlace> places) {
    places.forEach(each -> each.waker().run());
  }

  /** Takes back the place of a task, done or given up; the next ones begin. */
  void release(QueuePlace place, boolean isDone) {
    List<QueuePlace> woken;
    synchronized (this) {
      woken = takeBack(place, isDone);
    }
    wake(woken);
  }

  private List<QueuePlace> takeBack(QueuePlace place, boolean isDone) {
    if (place.isOver()) {
      return List.of();
    }
    if (place.isRunning()) {
      long now = countShared();
      running.remove(place);
      learn(place, isDone, now);
    } else {
      waiting.remove(place);
      // Its caller is not charged for what was never done.
      tags.computeIfPresent(place.caller(), (name, tag) -> Math.max(clock, tag - place.charge()));
    }
    place.end();
    return advance();
  }

  /** Those that run share the model since something was counted last, if there are several. */
  private long countShared() {
    long now = nanoTime.getAsLong();
    if (running.size() > 1) {
      running.forEach(each -> each.shares(now - countedNanos));
    }
    countedNanos = now;
    return now;
  }

  private void learn(QueuePlace place, boolean isDone, long now) {
    if (isDone && place.units() > 0) {
      double measured = place.secondsSince(now) / place.units();
      width.learn(measured, place.sharedPart(now));
      secondsPerUnit =
          isMeasured ? secondsPerUnit + LEARNING * (measured - secondsPerUnit) : measured;
      isMeasured = true;
    }
  }

  /** Begins what may begin; returns those for whom something has changed. */
  private List<QueuePlace> advance() {
    List<QueuePlace> changed = new ArrayList<>();
    for (QueuePlace next = next(); next != null; next = next()) {
      waiting.remove(next);
      clock = Math.max(clock, next.tag());
      next.run(countShared());
      running.add(next);
      changed.add(next);
    }
    if (waiting.isEmpty() && running.isEmpty()) {
      tags.clear();
    } else {
      tags.values().removeIf(tag -> tag <= clock);
    }
    count(changed);
    return changed;
  }

  /**
   * The task that begins now. One whose images are still being decoded lets others pass, but one
   * that is ready and finds too little memory does not: it would wait for ever.
   */
  private @Nullable QueuePlace next() {
    return waiting.stream()
        .filter(QueuePlace::isReady)
        .findFirst()
        .filter(this::hasRoom)
        .orElse(null);
  }

  private boolean hasRoom(QueuePlace place) {
    return fits(place, width.now() - running.size(), runningBytes());
  }

  private void count(List<QueuePlace> changed) {
    double ahead = runningSeconds();
    int position = 1;
    for (QueuePlace place : waiting) {
      if (place.stand(position, ahead / width.now() + seconds(place)) && place.isReady()) {
        changed.add(place);
      }
      ahead += seconds(place);
      position++;
    }
  }

  private double seconds(QueuePlace place) {
    return place.units() * secondsPerUnit;
  }

  private double runningSeconds() {
    return running.stream().mapToDouble(this::secondsLeft).sum();
  }

  private double secondsLeft(QueuePlace place) {
    return Math.max(0, seconds(place) - place.secondsSince(nanoTime.getAsLong()));
  }

  /**
   * What will become of those that wait if nothing else comes.
   *
   * @param waiters those that have to wait for others to end; the rest begin as soon as they are
   *     ready
   * @param free how many more could begin behind the rest
   * @param held what those that run and the rest hold
   */
  private record Forecast(List<QueuePlace> waiters, int free, long held) {}

  private Forecast forecast() {
    List<QueuePlace> waiters = new ArrayList<>();
    int free = width.now() - running.size();
    long held = runningBytes();
    for (QueuePlace place : waiting) {
      if (waiters.isEmpty() && fits(place, free, held)) {
        free--;
        held += place.bytes();
      } else {
        waiters.add(place);
      }
    }
    return new Forecast(waiters, free, held);
  }

  /** One alone may begin in any case. */
  private boolean fits(QueuePlace place, int free, long held) {
    return free == width.now() || (free > 0 && held + place.bytes() <= limits.runBytes());
  }

  private void checkRoom(QueueRequest request, QueuePlace place) {
    Forecast forecast = forecast();
    boolean begins = forecast.waiters().isEmpty() && fits(place, forecast.free(), forecast.held());
    if (!begins) {
      checkPlaces(request, forecast.waiters());
      checkSources(request, forecast.waiters());
    }
    double wait = begins ? 0 : secondsBefore(place);
    double limit = request.limit().toNanos() / 1e9;
    if (secondsPerUnit > 0 && wait + seconds(place) > limit) {
      throw refusal(
          "deadline_unreachable",
          "the images would be there in about %.3f s (%.3f s of it waiting), and the request allows %.3f s"
              .formatted(wait + seconds(place), wait, limit),
          wait);
    }
  }

  /**
   * A caller may have more than its share while nobody else waits. What it has beyond it does not
   * count against others, so that they find the places that they would have found without it.
   */
  private void checkPlaces(QueueRequest request, List<QueuePlace> waiters) {
    Map<String, Long> counts =
        waiters.stream().collect(Collectors.groupingBy(QueuePlace::caller, Collectors.counting()));
    String caller = request.caller();
    long all = waiters.size();
    long own = counts.getOrDefault(caller, 0L);
    long share = limits.waitingPerCaller();
    long counted = own;
    for (Map.Entry<String, Long> other : counts.entrySet()) {
      counted += other.getKey().equals(caller) ? 0 : Math.min(share, other.getValue());
    }
    if (counted >= limits.waiting()) {
      throw refusal(
          "line_full",
          "%d requests wait for '%s' already, more may not".formatted(all, request.model()),
          untilFree());
    }
    if (own >= share && own < all) {
      throw refusal(
          "share_full",
          "%d requests of yours wait for '%s' already, more may not"
              .formatted(own, request.model()),
          untilFree());
    }
  }

  /** What waits alone may be of any size: nothing else would make room for it. */
  private void checkSources(QueueRequest request, List<QueuePlace> waiters) {
    long held = waiters.stream().mapToLong(QueuePlace::sourceBytes).sum();
    if (request.sourceBytes() > 0
        && held > 0
        && held + request.sourceBytes() > limits.waitingBytes()) {
      throw refusal(
          "line_full",
          "the images of requests that wait for '%s' take %d MiB already, and may take %d MiB"
              .formatted(request.model(), held >> 20, limits.waitingBytes() >> 20),
          untilFree());
    }
  }

  private void checkMemory(QueueRequest request) {
    long bytes = request.workload().peakBytes();
    if (bytes > limits.runBytes()) {
      throw RequestException.of(
          "size",
          "memory_exceeded",
          "size: the run would hold about %d MiB, and all runs of '%s' may hold %d MiB; ask for a smaller size or fewer images"
              .formatted(bytes >> 20, request.model(), limits.runBytes() >> 20));
    }
  }

  /** By the work of those that run and those that would begin earlier. */
  private double secondsBefore(QueuePlace place) {
    double earlier = waiting.headSet(place).stream().mapToDouble(this::seconds).sum();
    return (runningSeconds() + earlier) / width.now();
  }

  /** Until the next task is done and a place is free with it. */
  private double untilFree() {
    return running.stream().mapToDouble(this::secondsLeft).min().orElse(0);
  }

  private static RetryLaterException refusal(String code, String message, double seconds) {
    Duration after = Duration.ofMillis((long) (seconds * 1000));
    return new RetryLaterException(code, message, after);
  }
}
