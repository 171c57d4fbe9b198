package dev.easel.framework.graph;

import dev.easel.framework.calculator.GraphService;
import dev.easel.framework.calls.CallLog;
import dev.easel.framework.live.LiveProfile;
import dev.easel.framework.policy.GivenUpCalls;
import dev.easel.framework.schedule.SchedulerFactory;
import dev.easel.framework.scheduler.GuestExecutor;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What an application gives its graphs.
 *
 * @param executors executors by the name that graphs use, "" for the default one; they stay the
 *     application's own and are never closed by a graph
 * @param services objects for the calculators, by the name of their service
 * @param serviceDefaults whether services that were not given are made where they can be
 * @param grace how long an ended run waits for a calculator that does not return
 * @param scheduler what chooses the order of calls in place of the executors; for tests
 * @param givenUp is told of calls that runs end without
 * @param opened executors that were opened before, in place of {@code executors}
 * @param live counts what the runs do; several graphs of one description may share it
 * @param calls is told of all calls and packets
 */
public record GraphSettings(
    Map<String, Executor> executors,
    Map<String, Object> services,
    boolean serviceDefaults,
    Duration grace,
    Optional<SchedulerFactory> scheduler,
    GivenUpCalls givenUp,
    Optional<GraphExecutors> opened,
    Optional<LiveProfile> live,
    Optional<CallLog> calls) {

  /** Copies the maps. */
  public GraphSettings {
    executors = wrapped(executors);
    services = Map.copyOf(services);
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace is negative: " + grace);
    }
  }

  private static Map<String, Executor> wrapped(Map<String, Executor> executors) {
    if (executors.isEmpty()) {
      return Map.of();
    }
    Map<String, Executor> wrapped = new LinkedHashMap<>();
    executors.forEach((name, executor) -> wrapped.put(name, GuestExecutor.of(executor, name)));
    return Map.copyOf(wrapped);
  }

  /** No executors, no services, ten seconds of grace. */
  public static GraphSettings standard() {
    return new GraphSettings(
        Map.of(),
        Map.of(),
        true,
        Duration.ofSeconds(10),
        Optional.empty(),
        GivenUpCalls.IGNORED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same with an executor more.
   *
   * <p><b>Failure:</b> {@code ALREADY_EXISTS} when there is another one of this name.
   */
  public GraphSettings withExecutor(String name, Executor executor) {
    Map<String, Executor> more = new LinkedHashMap<>(executors);
    Executor other = more.putIfAbsent(name, executor);
    boolean same = other instanceof GuestExecutor guest && guest.wraps(executor);
    if (other != null && other != executor && !same) {
      throw new StatusException(
          StatusCode.ALREADY_EXISTS,
          "SetExecutor must be called only once for the executor \"" + name + "\"");
    }
    return new GraphSettings(
        more, services, serviceDefaults, grace, scheduler, givenUp, opened, live, calls);
  }

  /** The same with somebody else told of calls that runs end without. */
  public GraphSettings withGivenUp(GivenUpCalls newGivenUp) {
    return new GraphSettings(
        executors, services, serviceDefaults, grace, scheduler, newGivenUp, opened, live, calls);
  }

  /** The same without an executor: a graph that asks for it opens its own. */
  public GraphSettings withoutExecutor(String name) {
    Map<String, Executor> less = new LinkedHashMap<>(executors);
    less.remove(name);
    return new GraphSettings(
        less, services, serviceDefaults, grace, scheduler, givenUp, opened, live, calls);
  }

  /**
   * The same with executors that were opened for the graph's description, with the same scheduler
   * and grace; a graph does not close them.
   */
  public GraphSettings withExecutors(GraphExecutors newOpened) {
    return new GraphSettings(
        executors,
        services,
        serviceDefaults,
        grace,
        scheduler,
        givenUp,
        Optional.of(newOpened),
        live,
        calls);
  }

  /** The same, counting what the runs do where others look on. */
  public GraphSettings withLive(LiveProfile newLive) {
    return new GraphSettings(
        executors,
        services,
        serviceDefaults,
        grace,
        scheduler,
        givenUp,
        opened,
        Optional.of(newLive),
        calls);
  }

  /** The same, with somebody who is told of the calls and packets of one run. */
  public GraphSettings withCallLog(CallLog newCalls) {
    return new GraphSettings(
        executors,
        services,
        serviceDefaults,
        grace,
        scheduler,
        givenUp,
        opened,
        live,
        Optional.of(newCalls));
  }

  /** The object that was given for a service. */
  public <T> Optional<T> service(GraphService<T> service) {
    return Optional.ofNullable(services.get(service.name())).map(service.type()::cast);
  }

  /** The same with a service more. */
  public <T> GraphSettings withService(GraphService<T> service, T object) {
    Map<String, Object> more = new LinkedHashMap<>(services);
    more.put(service.name(), object);
    return new GraphSettings(
        executors, more, serviceDefaults, grace, scheduler, givenUp, opened, live, calls);
  }

  /** The same, but a service that was not given is missing even if it could be made. */
  public GraphSettings withoutServiceDefaults() {
    return new GraphSettings(
        executors, services, false, grace, scheduler, givenUp, opened, live, calls);
  }

  /** The same with another grace. */
  public GraphSettings withGrace(Duration newGrace) {
    return new GraphSettings(
        executors, services, serviceDefaults, newGrace, scheduler, givenUp, opened, live, calls);
  }

  /**
   * The same, but nodes run in an order that {@code newScheduler} chooses, inside the waiting calls
   * and after added packets, on the thread that makes them. Executors are not used.
   */
  public GraphSettings withScheduler(SchedulerFactory newScheduler) {
    return new GraphSettings(
        executors,
        services,
        serviceDefaults,
        grace,
        Optional.of(newScheduler),
        givenUp,
        opened,
        live,
        calls);
  }
}
