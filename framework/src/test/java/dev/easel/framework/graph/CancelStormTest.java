package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that are cancelled at any moment. */
class CancelStormTest {
  private static final String GRAPH =
      """
      input_stream: "in"
      max_queue_size: 4
      node { calculator: "Endless" output_stream: "numbers" }
      node { calculator: "Pass" input_stream: "numbers" output_stream: "more" }
      node { calculator: "Pass" input_stream: "in" output_stream: "a" }
      node { calculator: "Pass" input_stream: "in" output_stream: "b" }
      node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "x" output_stream: "y" }
      """;

  @Test
  @Timeout(120)
  void endsEveryRun() throws Exception {
    storm(1_000, 7);
  }

  @Test
  @Tag("stress")
  @Timeout(3600)
  void endsAHundredThousandRuns() throws Exception {
    long before = usedBytes();
    storm(100_000, 11);
    assertThat(usedBytes()).isLessThan(before + (64L << 20));
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void storm(int runs, long seed) throws Exception {
    Random random = new Random(seed);
    List<GraphDescription> descriptions =
        List.of(
            description("num_threads: 1 "),
            description("num_threads: 2 "),
            description("num_threads: 4 "));
    for (int i = 0; i < runs; i++) {
      BlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
      try (CalculatorGraph graph =
          new CalculatorGraph(descriptions.get(random.nextInt(descriptions.size())))) {
        graph.onDone(ends::add);
        graph.startRun(Map.of());
        cancelSomeTime(graph, random);
        assertThat(code(graph)).isEqualTo(StatusCode.CANCELLED);
      }
      assertThat(ends.take()).as("run " + i).isPresent();
      assertThat(ends).isEmpty();
    }
  }

  private static void cancelSomeTime(CalculatorGraph graph, Random random) throws Exception {
    int spins = random.nextInt(5_000);
    Thread canceller =
        new Thread(
            () -> {
              for (int s = 0; s < spins; s++) {
                Thread.onSpinWait();
              }
              graph.cancel();
            });
    canceller.start();
    int packets = random.nextInt(20);
    try {
      for (int p = 0; p < packets; p++) {
        graph.addPacketToInputStream("in", Packet.of(p, p));
      }
    } catch (StatusException e) {
      assertThat(e.code()).isEqualTo(StatusCode.CANCELLED);
    }
    canceller.join();
  }

  private static StatusCode code(CalculatorGraph graph) {
    try {
      graph.waitUntilDone();
      return StatusCode.OK;
    } catch (StatusException e) {
      return e.code();
    }
  }

  private static GraphDescription description(String header) {
    return GraphRunner.of(header + GRAPH)
        .calculator("Endless", TestCalculators.Endless::new)
        .calculator("Pass", () -> new TestCalculators.One(TestCalculators::pass))
        .description();
  }
}
