package dev.easel.framework.testing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorProvider;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.time.GraphClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a graph from text: what is fed, in order, and what came out.
 *
 * <pre>{@code
 * GraphRunner.ofNode("GateCalculator", "input_stream: \"in\"", "output_stream: \"out\"")
 *     .feed("in", 0, "a")
 *     .observe("out")
 *     .run()
 *     .good()
 *     .texts("out"); // 0=a
 * }</pre>
 *
 * <p>It knows the calculators of every {@code CalculatorProvider} on the class path.
 *
 * <p><b>Threads:</b> one.
 */
public final class GraphRunner {
  private final String text;
  private final CalculatorRegistry.Builder registry = CalculatorRegistry.builder();
  private final Map<FailingCalculator.Place, Exception> failures = new HashMap<>();
  private final Map<String, Packet> sidePackets = new LinkedHashMap<>();
  private final Map<String, Boolean> observed = new LinkedHashMap<>();
  private final List<String> observedSidePackets = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private GraphSettings settings = GraphSettings.standard();
  private boolean settling = true;
  private Optional<Duration> time = Optional.empty();
  private OptionalLong seed = OptionalLong.empty();

  /** What is done with the graph, and when by the clock, if by the clock. */
  private record Step(Optional<Duration> time, Consumer<CalculatorGraph> action) {}

  private GraphRunner(String text) {
    this.text = text;
    // Of the context's class loader, so that a program may test calculators that it has loaded.
    for (CalculatorProvider each : ServiceLoader.load(CalculatorProvider.class)) {
      registry.provider(each, this::failing);
    }
  }

  private Supplier<Calculator> failing(Supplier<? extends Calculator> maker) {
    return () -> failures.isEmpty() ? maker.get() : new FailingCalculator(maker.get(), failures);
  }

  /** A runner of a graph's text. */
  public static GraphRunner of(String text) {
    return new GraphRunner(text);
  }

  /** A runner of one calculator, whose entries are written as in a node. */
  public static GraphRunner ofNode(String calculator, String... lines) {
    StringBuilder graph = new StringBuilder();
    StringBuilder node = new StringBuilder("node { calculator: \"" + calculator + "\"\n");
    for (String line : lines) {
      node.append("  ").append(line).append('\n');
      if (line.startsWith("input_stream:")) {
        String name = line.substring(line.lastIndexOf(':') + 1).replace("\"", "").strip();
        graph.append("input_stream: \"").append(name).append("\"\n");
      }
    }
    return new GraphRunner(graph + node.toString() + "}\n");
  }

  /** Adds a calculator that the test brings. */
  public GraphRunner calculator(String name, Supplier<? extends Calculator> maker) {
    registry.calculator(name, failing(maker));
    return this;
  }

  /** Adds anything else that graphs may name. */
  public GraphRunner register(Consumer<CalculatorRegistry.Builder> more) {
    more.accept(registry);
    return this;
  }

  /** What the application gives the graph. */
  public GraphRunner settings(GraphSettings newSettings) {
    settings = newSettings;
    return this;
  }

  /** Has a seed choose the order of calls among all that threads may take, repeatably. */
  public GraphRunner seed(long newSeed) {
    seed = OptionalLong.of(newSeed);
    return this;
  }

  /**
   * Has a call of a node fail.
   *
   * @param node the node's name, or its calculator's where the graph gives it none
   * @param timestamp of the input; {@code Timestamp.UNSTARTED} is {@code open}, {@code
   *     Timestamp.DONE} is {@code close}
   */
  public GraphRunner failing(String node, long timestamp, Exception failure) {
    failures.put(new FailingCalculator.Place(node, timestamp), failure);
    return this;
  }

  /**
   * Has what follows here happen at a time of the run, which begins at zero and goes by a {@link
   * SimulationClock}: that is the {@code GraphClock} of the run's calculators. Time passes when
   * nothing is left to do before it does.
   */
  public GraphRunner at(Duration newTime) {
    if (time.isPresent() && newTime.compareTo(time.get()) < 0) {
      throw new IllegalArgumentException(newTime + " is before " + time.get());
    }
    if (time.isEmpty() && !steps.isEmpty()) {
      throw new IllegalStateException("at(…) stands before the first step");
    }
    time = Optional.of(newTime);
    return this;
  }

  /** Gives a side packet. */
  public GraphRunner sidePacket(String name, Object value) {
    sidePackets.put(name, Packet.of(value));
    return this;
  }

  /** Records the packets of a stream. */
  public GraphRunner observe(String... streams) {
    for (String stream : streams) {
      observed.put(stream, false);
    }
    return this;
  }

  /** Records the packets and bounds of a stream. */
  public GraphRunner observeBounds(String stream) {
    observed.put(stream, true);
    return this;
  }

  /** Keeps output side packets of the run. */
  public GraphRunner observeSidePackets(String... names) {
    observedSidePackets.addAll(List.of(names));
    return this;
  }

  /** Does not wait for the graph between the steps. */
  public GraphRunner withoutSettling() {
    settling = false;
    return this;
  }

  /** Adds a packet. */
  public GraphRunner feed(String stream, long timestamp, Object value) {
    return step(graph -> graph.addPacketToInputStream(stream, Packet.of(value, timestamp)));
  }

  /** Sets a bound. */
  public GraphRunner bound(String stream, long bound) {
    return step(graph -> graph.setInputStreamTimestampBound(stream, bound));
  }

  /** Ends an input. */
  public GraphRunner close(String stream) {
    return step(graph -> graph.closeInputStream(stream));
  }

  /** Does anything with the graph. */
  public GraphRunner step(Consumer<CalculatorGraph> step) {
    steps.add(new Step(time, step));
    return this;
  }

  /** The graph, checked. */
  public GraphDescription description() {
    return GraphDescription.parse(text, "test.pbtxt", registry.build());
  }

  /** Runs the graph to its end. */
  public Outcome run() {
    return run(description(), seed);
  }

  /**
   * Runs the graph once in each of many orders that threads could take, and has each outcome
   * checked. The steps are not waited for, so that packets overtake each other where they may.
   *
   * <p><b>Failure:</b> an {@link AssertionError} that names the seed of the first order whose check
   * failed, for {@link #order}.
   *
   * @param count how many orders, of the seeds from 0 on
   */
  public void orders(int count, Consumer<Outcome> check) {
    GraphDescription description = description();
    for (long each = 0; each < count; each++) {
      order(description, each, check);
    }
  }

  /** Runs the graph in one of the orders of {@link #orders} once more. */
  public void order(long orderSeed, Consumer<Outcome> check) {
    order(description(), orderSeed, check);
  }

  private void order(GraphDescription description, long orderSeed, Consumer<Outcome> check) {
    boolean before = settling;
    settling = false;
    try {
      check.accept(run(description, OptionalLong.of(orderSeed)));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "the order of seed %d breaks this, order(%dL, …) runs it again: %s"
              .formatted(orderSeed, orderSeed, e.getMessage()),
          e);
    } finally {
      settling = before;
    }
  }

  private Outcome run(GraphDescription description, OptionalLong orderSeed) {
    if (time.isPresent()) {
      return new Run(description).by(new SimulationClock(), orderSeed.orElse(0));
    }
    GraphSettings own = settings;
    if (orderSeed.isPresent()) {
      own = settings.withScheduler(SeededScheduler.bySeed(orderSeed.getAsLong()));
    }
    return new Run(description).asFed(own);
  }

  /** One run, and what came of it so far. */
  private final class Run {
    private final GraphDescription description;
    private final Map<String, List<Packet>> streams = new LinkedHashMap<>();
    private final Map<String, Packet> sidePacketsMade = new LinkedHashMap<>();
    private Optional<StatusException> failure = Optional.empty();

    Run(GraphDescription description) {
      this.description = description;
    }

    /** Step by step. */
    Outcome asFed(GraphSettings own) {
      return end(
          own,
          graph -> {
            for (Step step : steps) {
              if (settling) {
                graph.waitUntilIdle();
              }
              step.action().accept(graph);
            }
          });
    }

    /** Each step at its time. */
    Outcome by(SimulationClock clock, long orderSeed) {
      GraphSettings own =
          settings
              .withService(GraphClock.SERVICE, clock)
              .withScheduler(SeededScheduler.bySeed(orderSeed, clock));
      return end(
          own,
          graph -> {
            for (Step step : steps) {
              clock.at(step.time().orElse(Duration.ZERO), () -> act(graph, step));
            }
            while (clock.isAwaited() && failure.isEmpty()) {
              graph.waitUntilIdle();
              clock.advanceToNext();
            }
          });
    }

    private void act(CalculatorGraph graph, Step step) {
      try {
        step.action().accept(graph);
      } catch (StatusException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }

    private Outcome end(GraphSettings own, Consumer<CalculatorGraph> feeding) {
      try (CalculatorGraph graph = new CalculatorGraph(description, own)) {
        observed.forEach(
            (name, bounds) -> {
              List<Packet> packets = new ArrayList<>();
              streams.put(name, packets);
              graph.observeOutputStream(name, packet -> add(packets, packet), bounds);
            });
        graph.startRun(sidePackets);
        try {
          feeding.accept(graph);
        } catch (StatusException e) {
          failure = Optional.of(e);
        }
        graph.closeAllInputStreams();
        try {
          graph.waitUntilDone();
        } catch (StatusException e) {
          failure = Optional.of(e);
        }
        for (String name : observedSidePackets) {
          keep(graph, name);
        }
      }
      return new Outcome(streams, sidePacketsMade, failure);
    }

    private void keep(CalculatorGraph graph, String name) {
      try {
        sidePacketsMade.put(name, graph.outputSidePacket(name));
      } catch (StatusException e) {
        if (e.code() != StatusCode.UNAVAILABLE) {
          throw e;
        }
      }
    }
  }

  private static void add(List<Packet> packets, Packet packet) {
    synchronized (packets) {
      packets.add(packet);
    }
  }

  /**
   * What a run gave.
   *
   * @param streams the packets of the observed streams
   * @param sidePackets the observed side packets that were set
   * @param failure what went wrong
   */
  public record Outcome(
      Map<String, List<Packet>> streams,
      Map<String, Packet> sidePackets,
      Optional<StatusException> failure) {
    /** The packets of one stream. */
    public List<Packet> packets(String stream) {
      return streams.getOrDefault(stream, List.of());
    }

    /** The packets of one stream as {@code timestamp=value}, bounds as {@code timestamp}. */
    public List<String> texts(String stream) {
      return packets(stream).stream()
          .map(p -> p.timestamp() + (p.isEmpty() ? "" : "=" + p.value()))
          .toList();
    }

    /** The values of one stream that are of a type. */
    public <T> List<T> values(String stream, Class<T> type) {
      return packets(stream).stream()
          .filter(packet -> !packet.isEmpty())
          .map(packet -> packet.get(type))
          .toList();
    }

    /** An observed side packet. */
    public Packet sidePacket(String name) {
      Packet found = sidePackets.get(name);
      if (found == null) {
        throw new AssertionError(
            "the side packet \"" + name + "\" was not set, or not observed: " + sidePackets);
      }
      return found;
    }

    /** The same outcome, if nothing went wrong. */
    public Outcome good() {
      failure.ifPresent(
          e -> {
            throw new AssertionError("the run failed", e);
          });
      return this;
    }

    /** What went wrong. */
    public StatusException error() {
      return failure.orElseThrow(() -> new AssertionError("the run did not fail: " + streams));
    }
  }
}
