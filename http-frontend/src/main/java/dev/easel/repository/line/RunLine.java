package dev.easel.repository.line;

import dev.easel.calculators.payload.RequestException;
import dev.easel.calculators.payload.RetryLaterException;
import dev.easel.calculators.payload.RunLimits;
import dev.easel.calculators.payload.Workload;
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

/**
 * Decides which of a model's requests run, which wait and which are refused.
 *
 * <p>Start-time fair queueing: a request is tagged with the time, counted in work done, at which
 * its caller's earlier work would be over if all callers shared the model evenly; the least tag
 * begins first. So one caller's requests keep their order, and a caller with much work does not
 * hold up one with little.
 *
 * <p><b>Threads</b>: any. A holder begins outside the lock and learns of its place inside it.
 */
public final class RunLine {

  /** How much a run that has ended changes what a unit of work is taken to cost. */
  private static final double LEARNING = 0.3;

  private final String servable;
  private final RunLimits limits;
  private final LongSupplier nanoTime;
  private final NavigableSet<Ticket> waiting =
      new TreeSet<>(Comparator.comparingDouble(Ticket::tag).thenComparingLong(Ticket::number));
  private final Set<Ticket> running = new LinkedHashSet<>();
  private final Map<String, Double> tags = new HashMap<>();
  private double clock;
  private double secondsPerUnit;
  private long tickets;

  /** A line for one model. */
  public RunLine(String servable, RunLimits limits, LongSupplier nanoTime) {
    this.servable = servable;
    this.limits = limits;
    this.nanoTime = nanoTime;
    secondsPerUnit = limits.secondsPerUnit();
  }

  /** How many requests wait. */
  public synchronized int length() {
    return waiting.size();
  }

  /** How many requests run. */
  public synchronized int running() {
    return running.size();
  }

  /**
   * Takes a request in; it begins at once when there is room.
   *
   * <p><b>Failure</b>: {@link RetryLaterException} when it cannot wait here, {@link
   * RequestException} when it could never run.
   *
   * @param limit how long its client waits for the pictures
   */
  public Ticket enter(String caller, Workload work, Duration limit, Ticket.Holder holder) {
    Ticket ticket;
    synchronized (this) {
      double tag = Math.max(clock, tags.getOrDefault(caller, clock));
      ticket = new Ticket(caller, work, holder, tickets++, tag);
      admit(ticket, limit);
      waiting.add(ticket);
      tags.put(caller, tag + work.units());
    }
    advance();
    return ticket;
  }

  /** Takes back what a run held; the next ones begin. */
  public void free(Ticket ticket, boolean isDone) {
    synchronized (this) {
      if (!ticket.isRunning()) {
        return;
      }
      ticket.end();
      running.remove(ticket);
      if (isDone && ticket.units() > 0) {
        learn(ticket.secondsSince(nanoTime.getAsLong()) / ticket.units());
      }
    }
    advance();
  }

  /** Lets a request that waits go away; false when it does not wait any more. */
  public boolean leave(Ticket ticket) {
    synchronized (this) {
      if (!ticket.isWaiting()) {
        return false;
      }
      ticket.end();
      waiting.remove(ticket);
      // Its caller is not charged for what was never done.
      tags.computeIfPresent(ticket.caller(), (name, tag) -> Math.max(clock, tag - ticket.units()));
    }
    advance();
    return true;
  }

  private void learn(double measured) {
    secondsPerUnit =
        secondsPerUnit == 0 ? measured : secondsPerUnit + LEARNING * (measured - secondsPerUnit);
  }

  private void advance() {
    List<Ticket> begun = new ArrayList<>();
    synchronized (this) {
      while (!waiting.isEmpty() && hasRoom(waiting.first())) {
        Ticket next = waiting.pollFirst();
        clock = Math.max(clock, next.tag());
        next.run(nanoTime.getAsLong());
        running.add(next);
        begun.add(next);
      }
      if (waiting.isEmpty() && running.isEmpty()) {
        tags.clear();
      } else {
        tags.values().removeIf(tag -> tag <= clock);
      }
      tellPlaces();
    }
    begun.forEach(ticket -> ticket.holder().begin(ticket));
  }

  private boolean hasRoom(Ticket ticket) {
    long held = running.stream().mapToLong(Ticket::bytes).sum();
    return running.size() < limits.concurrent()
        && (running.isEmpty() || held + ticket.bytes() <= limits.memoryBytes());
  }

  private void tellPlaces() {
    double ahead = runningSeconds();
    int place = 1;
    for (Ticket ticket : waiting) {
      ticket.holder().stand(place, ahead / limits.concurrent() + seconds(ticket));
      ahead += seconds(ticket);
      place++;
    }
  }

  private double seconds(Ticket ticket) {
    return ticket.units() * secondsPerUnit;
  }

  private double runningSeconds() {
    return running.stream().mapToDouble(this::secondsLeft).sum();
  }

  private double secondsLeft(Ticket ticket) {
    return Math.max(0, seconds(ticket) - ticket.secondsSince(nanoTime.getAsLong()));
  }

  private void admit(Ticket ticket, Duration limit) {
    checkMemory(ticket);
    boolean begins = waiting.isEmpty() && hasRoom(ticket);
    if (!begins) {
      checkPlaces(ticket.caller());
    }
    double wait = begins ? 0 : secondsBefore(ticket);
    if (secondsPerUnit > 0 && wait + seconds(ticket) > limit.toNanos() / 1e9) {
      throw refusal(
          "deadline_unreachable",
          "the pictures would be there in about %.3f s (%.3f s of it waiting), and the request allows %.3f s"
              .formatted(wait + seconds(ticket), wait, limit.toNanos() / 1e9),
          wait);
    }
  }

  /**
   * A caller may have more than its share while nobody else waits. What it has beyond it does not
   * count against others, so that they find the places that they would have found without it.
   */
  private void checkPlaces(String caller) {
    Map<String, Long> places =
        waiting.stream().collect(Collectors.groupingBy(Ticket::caller, Collectors.counting()));
    long own = places.getOrDefault(caller, 0L);
    boolean isAlone = own == waiting.size();
    long share = limits.waitingPerCaller();
    long counted = own;
    for (Map.Entry<String, Long> other : places.entrySet()) {
      counted += other.getKey().equals(caller) ? 0 : Math.min(share, other.getValue());
    }
    if (counted >= limits.waiting()) {
      throw refusal(
          "line_full",
          "%d requests wait for '%s' already, more may not".formatted(waiting.size(), servable),
          untilFree());
    }
    if (own >= share && !isAlone) {
      throw refusal(
          "share_full",
          "%d requests of yours wait for '%s' already, more may not".formatted(own, servable),
          untilFree());
    }
  }

  private void checkMemory(Ticket ticket) {
    if (ticket.bytes() > limits.memoryBytes()) {
      throw RequestException.of(
          "size",
          "memory_exceeded",
          "size: the run would hold about %d MiB, and all runs of '%s' may hold %d MiB; ask for a smaller size or fewer pictures"
              .formatted(ticket.bytes() >> 20, servable, limits.memoryBytes() >> 20));
    }
  }

  /** By the work of those that run and those that would begin earlier. */
  private double secondsBefore(Ticket ticket) {
    double earlier = waiting.headSet(ticket).stream().mapToDouble(this::seconds).sum();
    return (runningSeconds() + earlier) / limits.concurrent();
  }

  /** Until the next run ends and a place in the line with it. */
  private double untilFree() {
    return running.stream().mapToDouble(this::secondsLeft).min().orElse(0);
  }

  private static RetryLaterException refusal(String code, String message, double seconds) {
    Duration after = Duration.ofMillis((long) (seconds * 1000));
    return new RetryLaterException(code, message, after);
  }
}
