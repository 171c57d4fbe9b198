package dev.easel.framework.run;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.GraphPlan;
import dev.easel.framework.policy.GivenUpCalls;
import dev.easel.framework.service.Counters;
import dev.easel.framework.sidepacket.ConstantNodes;
import dev.easel.framework.sidepacket.StatusHandlers;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Tap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a graph gives each of its runs.
 *
 * @param plan the graph
 * @param shape the same, for runs to be made of
 * @param executors its executors
 * @param services objects for the calculators by name
 * @param counters the counters of all runs
 * @param constants what nodes without streams made before
 * @param statusHandlers are called when the run has ended
 * @param profiling what records its calls
 * @param grace how long a failed run waits for its calculators
 * @param givenUp is told of calls that the run ends without
 * @param wishes what the application wants of the run
 */
public record RunSetup(
    GraphPlan plan,
    GraphShape shape,
    RunExecutors executors,
    Map<String, Object> services,
    Counters counters,
    ConstantNodes constants,
    StatusHandlers statusHandlers,
    Profiling profiling,
    Duration grace,
    GivenUpCalls givenUp,
    Wishes wishes) {

  /** One observer of one stream. */
  public record Observation(int stream, Consumer<Packet> callback, boolean bounds) {}

  /**
   * What an application wants of the runs of a graph.
   *
   * @param observations who is told of which stream
   * @param pollers who asks for which stream
   * @param inputLimits limits of the queues behind graph inputs
   * @param onError is told of every error
   * @param onDone is told of the end
   */
  public record Wishes(
      List<Observation> observations,
      List<Poller> pollers,
      Map<Integer, Integer> inputLimits,
      Consumer<StatusException> onError,
      Consumer<Optional<StatusException>> onDone) {

    /** Nothing. */
    public static final Wishes NONE =
        new Wishes(List.of(), List.of(), Map.of(), error -> {}, status -> {});

    /** The same with one more observer. */
    public Wishes with(Observation added) {
      return new Wishes(and(observations, added), pollers, inputLimits, onError, onDone);
    }

    /** The same with one more poller. */
    public Wishes with(Poller added) {
      return new Wishes(observations, and(pollers, added), inputLimits, onError, onDone);
    }

    /** The same with another limit of the queues behind a graph input. */
    public Wishes withInputLimit(int input, int size) {
      Map<Integer, Integer> limits = new HashMap<>(inputLimits);
      limits.put(input, size);
      return new Wishes(observations, pollers, limits, onError, onDone);
    }

    /** The same with somebody else told of errors. */
    public Wishes withOnError(Consumer<StatusException> newOnError) {
      return new Wishes(observations, pollers, inputLimits, newOnError, onDone);
    }

    /** The same with somebody else told of the end. */
    public Wishes withOnDone(Consumer<Optional<StatusException>> newOnDone) {
      return new Wishes(observations, pollers, inputLimits, onError, newOnDone);
    }

    private static <T> List<T> and(List<T> list, T added) {
      List<T> more = new ArrayList<>(list.size() + 1);
      more.addAll(list);
      more.add(added);
      return more;
    }
  }

  /** The same for an application that wants something else. */
  public RunSetup with(Wishes newWishes) {
    return new RunSetup(
        plan,
        shape,
        executors,
        services,
        counters,
        constants,
        statusHandlers,
        profiling,
        grace,
        givenUp,
        newWishes);
  }

  /** The same with what one run alone has. */
  public RunSetup with(Map<String, Object> newServices, StatusHandlers newHandlers) {
    return new RunSetup(
        plan,
        shape,
        executors,
        newServices,
        counters,
        constants,
        newHandlers,
        profiling,
        grace,
        givenUp,
        wishes);
  }

  Map<Integer, Integer> inputLimits() {
    return wishes.inputLimits();
  }

  /** Tells whoever wants to know of an error; what they throw is not the run's matter. */
  void failed(StatusException error) {
    quietly(wishes.onError(), error);
  }

  /** Tells whoever wants to know of the end. */
  void tellDone(Optional<StatusException> status) {
    quietly(wishes.onDone(), status);
  }

  private static <T> void quietly(Consumer<T> callback, T news) {
    try {
      callback.accept(news);
    } catch (RuntimeException | Error e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  private Tap observer(GraphRun run, Observation wish) {
    String name = plan.streams().get(wish.stream).name();
    return new Observer(run, name, wish.callback, wish.bounds);
  }

  Map<Integer, Tap[]> taps(GraphRun run) {
    if (wishes.observations().isEmpty() && wishes.pollers().isEmpty()) {
      return Map.of();
    }
    if (wishes.observations().size() == 1 && wishes.pollers().isEmpty()) {
      Observation only = wishes.observations().get(0);
      return Map.of(only.stream, new Tap[] {observer(run, only)});
    }
    Map<Integer, List<Tap>> byStream = new HashMap<>();
    for (Observation each : wishes.observations()) {
      byStream.computeIfAbsent(each.stream, s -> new ArrayList<>()).add(observer(run, each));
    }
    for (Poller each : wishes.pollers()) {
      byStream.computeIfAbsent(each.stream(), s -> new ArrayList<>()).add(each.begin(run));
    }
    Map<Integer, Tap[]> result = new HashMap<>();
    byStream.forEach((stream, taps) -> result.put(stream, taps.toArray(Tap[]::new)));
    return result;
  }
}
