package dev.easel.framework.testing;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a graph from text: what is fed, in order, and what came out.
 *
 * <p>{@code GraphRunner.of("input_stream: \"in\" node { … }").feed("in", 0,
 * 1).observe("out").run()}
 *
 * <p><b>Threads:</b> one.
 */
public final class GraphRunner {
  private final String text;
  private final CalculatorRegistry.Builder registry =
      CalculatorRegistry.standardBuilder(GraphRunner.class.getClassLoader());
  private final Map<String, Packet> sidePackets = new LinkedHashMap<>();
  private final Map<String, Boolean> observed = new LinkedHashMap<>();
  private final List<Consumer<CalculatorGraph>> steps = new ArrayList<>();
  private GraphSettings settings = GraphSettings.standard();
  private boolean settling = true;

  private GraphRunner(String text) {
    this.text = text;
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
    registry.calculator(name, maker);
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
  public GraphRunner seed(long seed) {
    settings = settings.withScheduler(SeededScheduler.bySeed(seed));
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
    steps.add(step);
    return this;
  }

  /** The graph, checked. */
  public GraphDescription description() {
    return GraphDescription.parse(text, "test.pbtxt", registry.build());
  }

  /** Runs the graph to its end. */
  public Outcome run() {
    return run(description());
  }

  private Outcome run(GraphDescription description) {
    Map<String, List<Packet>> streams = new LinkedHashMap<>();
    Optional<StatusException> failure = Optional.empty();
    try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
      observed.forEach(
          (name, bounds) -> {
            List<Packet> packets = new ArrayList<>();
            streams.put(name, packets);
            graph.observeOutputStream(name, packet -> add(packets, packet), bounds);
          });
      graph.startRun(sidePackets);
      try {
        for (Consumer<CalculatorGraph> step : steps) {
          if (settling) {
            graph.waitUntilIdle();
          }
          step.accept(graph);
        }
      } catch (StatusException e) {
        failure = Optional.of(e);
      }
      graph.closeAllInputStreams();
      try {
        graph.waitUntilDone();
      } catch (StatusException e) {
        failure = Optional.of(e);
      }
    }
    return new Outcome(streams, failure);
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
   * @param failure what went wrong
   */
  public record Outcome(Map<String, List<Packet>> streams, Optional<StatusException> failure) {
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
