package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever waits for a graph to be idle finds everything done that was asked for before. */
@Timeout(120)
class WaitUntilIdleTest {
  private static final int ROUNDS = 6_000;

  /** Who runs the nodes. */
  private enum Threads {
    ONE("num_threads: 1 "),
    TWO("num_threads: 2 "),
    AS_MANY_AS_THERE_ARE(""),
    THE_APPLICATIONS("executor { type: \"ApplicationThreadExecutor\" } "),
    OF_AN_EXECUTOR_OF_ONE(""),
    OF_AN_EXECUTOR_OF_TWO("");

    private final String header;

    Threads(String header) {
      this.header = header;
    }

    private GraphSettings settings(Crew crew) {
      int width = this == OF_AN_EXECUTOR_OF_ONE ? 1 : this == OF_AN_EXECUTOR_OF_TWO ? 2 : 0;
      if (width == 0) {
        return GraphSettings.standard();
      }
      ExecutorService executor = Executors.newFixedThreadPool(width);
      crew.owns(executor::shutdown);
      return GraphSettings.standard().withExecutor("", executor);
    }
  }

  private static CalculatorGraph graph(String text, Threads threads, Crew crew) {
    GraphSettings settings = threads.settings(crew);
    return crew.owns(
        new CalculatorGraph(GraphRunner.of(threads.header + text).description(), settings));
  }

  /** The second request comes while the first is being carried out, or just has been. */
  private static void spin(Random random) {
    for (int i = random.nextInt(400); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  void packetsAreThrough(Threads threads) {
    Crew crew = new Crew();
    CalculatorGraph graph =
        graph(
            "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" }",
            threads,
            crew);
    AtomicLong seen = new AtomicLong();
    graph.observeOutputStream("out", packet -> seen.incrementAndGet());
    crew.start(
        "feeder",
        () -> {
          graph.startRun(Map.of());
          Random random = new Random(7);
          for (long t = 0; t < 2L * ROUNDS; t += 2) {
            graph.addPacketToInputStream("in", Packet.of(t, t));
            spin(random);
            graph.addPacketToInputStream("in", Packet.of(t, t + 1));
            graph.waitUntilIdle();
            assertThat(seen).hasValue(t + 2);
            crew.moved();
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void packetsOfThreeFeedersAreThroughForEachOfThem(Threads threads) {
    int feeders = 3;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < feeders; i++) {
      text.append(
          "input_stream: \"in_%1$d\" node { calculator: \"PassThroughCalculator\" input_stream: \"in_%1$d\" output_stream: \"out_%1$d\" } "
              .formatted(i));
    }
    Crew crew = new Crew();
    CalculatorGraph graph = graph(text.toString(), threads, crew);
    AtomicLong[] seen = new AtomicLong[feeders];
    for (int i = 0; i < feeders; i++) {
      AtomicLong own = new AtomicLong();
      seen[i] = own;
      graph.observeOutputStream("out_" + i, packet -> own.incrementAndGet());
    }
    AtomicInteger left = new AtomicInteger(feeders);
    Crew.Body[] bodies = new Crew.Body[feeders];
    for (int i = 0; i < feeders; i++) {
      int feeder = i;
      bodies[i] =
          () -> {
            Random random = new Random(feeder);
            for (long t = 0; t < ROUNDS / feeders; t++) {
              graph.addPacketToInputStream("in_" + feeder, Packet.of(t, t));
              graph.waitUntilIdle();
              assertThat(seen[feeder]).hasValue(t + 1);
              spin(random);
              crew.moved();
            }
            if (left.decrementAndGet() == 0) {
              graph.closeAllInputStreams();
              graph.waitUntilDone();
            }
          };
    }
    crew.start(
        "starter",
        () -> {
          graph.startRun(Map.of());
          for (Crew.Body body : bodies) {
            crew.start("feeder", body);
          }
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void boundsAreThrough(Threads threads) {
    Crew crew = new Crew();
    CalculatorGraph graph =
        graph(
            "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" }",
            threads,
            crew);
    AtomicLong settled = new AtomicLong(-1);
    graph.observeOutputStream("out", packet -> settled.set(packet.timestamp()), true);
    crew.start(
        "feeder",
        () -> {
          graph.startRun(Map.of());
          Random random = new Random(5);
          for (long t = 0; t < 2L * ROUNDS; t += 2) {
            graph.addPacketToInputStream("in", Packet.of(t, t));
            spin(random);
            graph.setInputStreamTimestampBound("in", t + 2);
            graph.waitUntilIdle();
            assertThat(settled).hasValue(t + 1);
            crew.moved();
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void closesAreThrough(Threads threads) {
    Crew crew = new Crew();
    AtomicInteger closed = new AtomicInteger();
    AtomicInteger processed = new AtomicInteger();
    CalculatorGraph graph =
        crew.owns(
            new CalculatorGraph(
                GraphRunner.of(
                        threads.header
                            + "input_stream: \"a\" input_stream: \"b\" "
                            + "node { calculator: \"Counts\" input_stream: \"a\" } "
                            + "node { calculator: \"Counts\" input_stream: \"b\" }")
                    .calculator(
                        "Counts",
                        () ->
                            AnyPorts.processing(cc -> processed.incrementAndGet())
                                .closing(cc -> closed.incrementAndGet()))
                    .description(),
                threads.settings(crew)));
    crew.start(
        "feeder",
        () -> {
          Random random = new Random(5);
          for (int round = 1; round <= ROUNDS / 6; round++) {
            graph.startRun(Map.of());
            graph.addPacketToInputStream("a", Packet.of(1, 1));
            spin(random);
            graph.closeInputStream("a");
            graph.waitUntilIdle();
            assertThat(processed).hasValue(2 * round - 1);
            assertThat(closed).hasValue(2 * round - 1);
            graph.addPacketToInputStream("b", Packet.of(1, 1));
            graph.closeAllInputStreams();
            graph.waitUntilIdle();
            assertThat(processed).hasValue(2 * round);
            assertThat(closed).hasValue(2 * round);
            graph.waitUntilDone();
            crew.moved();
          }
        });
    crew.join();
  }
}
