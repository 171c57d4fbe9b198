package dev.easel.framework.core;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a graph from text, one step after another, each waited for. */
public final class CoreRun {
  private final GraphDescription description;
  private final Map<String, Packet> sidePackets = new HashMap<>();
  private final Map<String, Packet> headers = new HashMap<>();
  private final Map<String, Boolean> observed = new LinkedHashMap<>();
  private final List<Consumer<CalculatorGraph>> preparations = new ArrayList<>();
  private final List<Consumer<CalculatorGraph>> steps = new ArrayList<>();
  private boolean settles = true;

  /** What came out: packets as {@code timestamp=value}, bounds as {@code timestamp}. */
  public record Outcome(
      Map<String, List<String>> streams,
      Map<String, Object> sidePackets,
      Optional<StatusException> error) {
    public List<String> packets(String stream) {
      return streams.getOrDefault(stream, List.of());
    }

    public StatusException failure() {
      return error.orElseThrow(() -> new AssertionError("the run did not fail: " + streams));
    }

    /** The packets of a run that did not fail. */
    public List<String> good(String stream) {
      error.ifPresent(
          e -> {
            throw new AssertionError("the run failed", e);
          });
      return packets(stream);
    }
  }

  private CoreRun(GraphDescription description) {
    this.description = description;
  }

  public static CoreRun of(String text) {
    return new CoreRun(GraphDescription.parse(text, "test.pbtxt", CalculatorRegistry.standard()));
  }

  /** Why a graph is refused when it is loaded. */
  public static StatusException refusal(String text) {
    try {
      of(text);
    } catch (StatusException e) {
      return e;
    }
    throw new AssertionError("the graph was not refused");
  }

  public CoreRun side(String name, Object value) {
    sidePackets.put(name, Packet.of(value));
    return this;
  }

  public CoreRun header(String stream, Object value) {
    headers.put(stream, Packet.of(value));
    return this;
  }

  public CoreRun observe(String... streams) {
    for (String stream : streams) {
      observed.put(stream, false);
    }
    return this;
  }

  public CoreRun observeBounds(String... streams) {
    for (String stream : streams) {
      observed.put(stream, true);
    }
    return this;
  }

  public CoreRun packet(String stream, long timestamp, Object value) {
    return step(g -> g.addPacketToInputStream(stream, Packet.of(value, timestamp)));
  }

  /** Packets whose values are their timestamps. */
  public CoreRun packets(String stream, long... timestamps) {
    for (long timestamp : timestamps) {
      packet(stream, timestamp, (int) timestamp);
    }
    return this;
  }

  public CoreRun bound(String stream, long bound) {
    return step(g -> g.setInputStreamTimestampBound(stream, bound));
  }

  public CoreRun close(String stream) {
    return step(g -> g.closeInputStream(stream));
  }

  /** Anything else that is done to a running graph. */
  public CoreRun step(Consumer<CalculatorGraph> step) {
    steps.add(step);
    return this;
  }

  /** Does not wait between steps. */
  public CoreRun unsettled() {
    settles = false;
    return this;
  }

  /** Done before the start. */
  public CoreRun before(Consumer<CalculatorGraph> preparation) {
    preparations.add(preparation);
    return this;
  }

  /** Runs to the end. */
  public Outcome done(String... wantedSidePackets) {
    return run(
        g -> {
          g.closeAllInputStreams();
          g.waitUntilDone();
        },
        wantedSidePackets);
  }

  /** Runs until nothing is left to do while the inputs are open. */
  public Outcome idle(String... wantedSidePackets) {
    return run(CalculatorGraph::waitUntilIdle, wantedSidePackets);
  }

  private Outcome run(Consumer<CalculatorGraph> end, String... wantedSidePackets) {
    Map<String, List<String>> streams = new HashMap<>();
    Map<String, Object> sides = new HashMap<>();
    Optional<StatusException> error = Optional.empty();
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      observed.forEach(
          (stream, bounds) -> {
            List<String> seen = new ArrayList<>();
            streams.put(stream, seen);
            graph.observeOutputStream(stream, packet -> seen.add(text(packet)), bounds);
          });
      try {
        preparations.forEach(preparation -> preparation.accept(graph));
        graph.startRun(sidePackets, headers);
        for (Consumer<CalculatorGraph> step : steps) {
          settle(graph);
          step.accept(graph);
        }
        settle(graph);
        end.accept(graph);
      } catch (StatusException e) {
        error = Optional.of(e);
      }
      for (String name : wantedSidePackets) {
        sides.put(name, graph.outputSidePacket(name).value());
      }
    }
    return new Outcome(streams, sides, error);
  }

  private void settle(CalculatorGraph graph) {
    if (settles) {
      graph.waitUntilIdle();
    }
  }

  private static String text(Packet packet) {
    String time = Timestamp.toString(packet.timestamp()).replaceAll("Timestamp::|\\(\\)", "");
    return packet.isEmpty() ? time : time + "=" + value(packet.value());
  }

  private static String value(Object value) {
    if (value instanceof Packet packet) {
      return packet.isEmpty() ? "-" : value(packet.value());
    }
    return value instanceof List<?> list
        ? list.stream().map(CoreRun::value).toList().toString()
        : value.toString();
  }
}
