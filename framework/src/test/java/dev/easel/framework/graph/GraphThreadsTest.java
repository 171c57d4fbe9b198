package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ExtensionRegistry;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.GraphProfile;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A graph whose calls come from any thread, also those that start, change and close it. */
@Timeout(120)
class GraphThreadsTest {
  private static final int ROUNDS = 1_500;
  private static final String ONE =
      "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" } ";

  private static CalculatorGraph graph(Crew crew, String text) {
    return crew.owns(new CalculatorGraph(GraphRunner.of(text).description()));
  }

  /** What came of a call: OK, or the code of its status; anything else is a failure of the test. */
  private static StatusCode code(Runnable call) {
    try {
      call.run();
      return StatusCode.OK;
    } catch (StatusException e) {
      return e.code();
    }
  }

  private static void finish(CalculatorGraph graph) {
    graph.addPacketToInputStream("in", Packet.of("x", 1));
    graph.closeAllInputStreams();
    graph.waitUntilDone();
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void oneOfTwoWhoStartARunAtOnceStartsIt(String header) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, header + ONE);
    AtomicInteger seen = new AtomicInteger();
    graph.observeOutputStream("out", packet -> seen.incrementAndGet());
    CyclicBarrier together = new CyclicBarrier(2);
    StatusCode[] codes = new StatusCode[2];
    for (int i = 0; i < 2; i++) {
      int own = i;
      crew.start(
          "starter-" + own,
          () -> {
            for (int round = 1; round <= ROUNDS; round++) {
              together.await();
              codes[own] = code(() -> graph.startRun(Map.of()));
              together.await();
              if (own == 0) {
                assertThat(codes)
                    .containsExactlyInAnyOrder(StatusCode.OK, StatusCode.FAILED_PRECONDITION);
                finish(graph);
                assertThat(seen).hasValue(round);
                crew.moved();
              }
            }
          });
    }
    crew.join();
  }

  @Test
  void whoComesTooLateForARunIsToldSoAndWhoDoesNotIsHeard() {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, ONE);
    CyclicBarrier together = new CyclicBarrier(4);
    AtomicLong observers = new AtomicLong();
    AtomicLong told = new AtomicLong();
    AtomicLong pollers = new AtomicLong();
    int rounds = ROUNDS / 5;
    crew.start(
        "starter",
        () -> {
          for (int round = 0; round < rounds; round++) {
            together.await();
            graph.startRun(Map.of());
            together.await();
            finish(graph);
            // All who were let in before this run have been told by now.
            told.set(0);
            graph.startRun(Map.of());
            finish(graph);
            assertThat(told.get()).isEqualTo(observers.get());
            crew.moved();
          }
        });
    crew.start(
        "observing",
        () -> {
          for (int round = 0; round < rounds; round++) {
            together.await();
            StatusCode code =
                code(() -> graph.observeOutputStream("out", packet -> told.incrementAndGet()));
            assertThat(code).isIn(StatusCode.OK, StatusCode.FAILED_PRECONDITION);
            if (code == StatusCode.OK) {
              observers.incrementAndGet();
            }
            together.await();
          }
        });
    crew.start(
        "polling",
        () -> {
          for (int round = 0; round < rounds; round++) {
            together.await();
            StatusCode code =
                code(
                    () -> {
                      graph.addOutputStreamPoller("out", pollers.get() % 2 == 0);
                      pollers.incrementAndGet();
                    });
            assertThat(code).isIn(StatusCode.OK, StatusCode.FAILED_PRECONDITION);
            together.await();
          }
        });
    crew.start(
        "limiting",
        () -> {
          for (int round = 0; round < rounds; round++) {
            together.await();
            int limit = round % 7 + 1;
            assertThat(code(() -> graph.setInputStreamMaxQueueSize("in", limit)))
                .isIn(StatusCode.OK, StatusCode.FAILED_PRECONDITION);
            together.await();
          }
        });
    crew.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void aCancelAtTheStartEndsTheRunOrComesTooEarly(String header) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, header + ONE);
    AtomicInteger ends = new AtomicInteger();
    graph.onDone(status -> ends.incrementAndGet());
    CyclicBarrier together = new CyclicBarrier(2);
    crew.start(
        "starter",
        () -> {
          for (int round = 1; round <= ROUNDS; round++) {
            together.await();
            graph.startRun(Map.of());
            together.await();
            graph.closeAllInputStreams();
            assertThat(code(graph::waitUntilDone)).isIn(StatusCode.OK, StatusCode.CANCELLED);
            awaitEnds(ends, round, crew);
            crew.moved();
          }
        });
    crew.start(
        "cancelling",
        () -> {
          for (int round = 1; round <= ROUNDS; round++) {
            together.await();
            graph.cancel();
            together.await();
          }
        });
    crew.join();
    assertThat(ends).hasValue(ROUNDS);
  }

  /** All calls there are, while the graph is closed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_threads: 1 ",
        "num_threads: 2 ",
        "executor { type: \"ApplicationThreadExecutor\" } ",
        "executor { name: \"io\" type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } } "
      })
  void aGraphMayBeClosedWhateverOthersDo(String header) {
    int rounds = 150;
    Crew crew = new Crew();
    var description = GraphRunner.of(header + ONE).description();
    List<Action> actions =
        List.of(
            START,
            graph -> graph.addPacketToInputStream("in", Packet.of("x", 1)),
            graph -> graph.setInputStreamTimestampBound("in", 5),
            CalculatorGraph::closeAllInputStreams,
            CalculatorGraph::waitUntilIdle,
            CalculatorGraph::waitUntilDone,
            CalculatorGraph::waitForObservedOutput,
            CalculatorGraph::cancel,
            CalculatorGraph::pause,
            CalculatorGraph::resume,
            graph -> graph.observeOutputStream("out", packet -> {}),
            graph -> graph.addOutputStreamPoller("out"),
            CalculatorGraph::hasError,
            CalculatorGraph::runtimeInfo,
            CalculatorGraph::close);
    CyclicBarrier together = new CyclicBarrier(actions.size() + 1);
    CalculatorGraph[] graphs = new CalculatorGraph[1];
    AtomicInteger called = new AtomicInteger();
    AtomicInteger starts = new AtomicInteger();
    AtomicInteger ends = new AtomicInteger();
    for (Action action : actions) {
      crew.start(
          "calling",
          () -> {
            for (int round = 0; round < rounds; round++) {
              together.await();
              StatusCode code = code(() -> action.call(graphs[0]));
              if (action == START && code == StatusCode.OK) {
                starts.incrementAndGet();
              }
              called.incrementAndGet();
              together.await();
              crew.moved();
            }
          });
    }
    crew.start(
        "making",
        () -> {
          for (int round = 0; round < rounds; round++) {
            CalculatorGraph graph = new CalculatorGraph(description);
            graph.onDone(status -> ends.incrementAndGet());
            graph.observeOutputStream("out", packet -> {});
            if (round % 2 == 0) {
              graph.startRun(Map.of());
              starts.incrementAndGet();
            }
            graphs[0] = graph;
            called.set(0);
            together.await();
            // A run may have been started after it was closed.
            while (called.get() < actions.size() && !crew.hasFailed()) {
              graph.close();
            }
            together.await();
            graph.close();
            awaitEnds(ends, starts.get(), crew);
          }
        });
    crew.join();
    assertThat(ends).hasValue(starts.get());
  }

  private static final Action START = graph -> graph.startRun(Map.of());

  /** They are told after those are let go who wait. */
  @SuppressWarnings("ThreadPriorityCheck") // gives way to who tells them
  private static void awaitEnds(AtomicInteger ends, int expected, Crew crew) {
    while (ends.get() < expected && !crew.hasFailed()) {
      Thread.yield();
    }
  }

  /** A call to a graph. */
  private interface Action {
    void call(CalculatorGraph graph);
  }

  @Test
  void aRunThatFollowsAtOnceHasOneWriterOfItsTrace(@TempDir Path folder) throws Exception {
    Crew crew = new Crew();
    Set<Thread> before = writers();
    CalculatorGraph graph =
        graph(
            crew,
            "profiler_config { enable_profiler: true trace_enabled: true trace_log_path: \"%s\" trace_log_interval_usec: 1000 trace_log_interval_count: 100 } "
                    .formatted(folder.resolve("trace_"))
                + ONE);
    crew.start(
        "application",
        () -> {
          for (int run = 0; run < 200; run++) {
            graph.startRun(Map.of());
            finish(graph);
            crew.moved();
          }
          graph.startRun(Map.of());
          awaitOneWriter(before, crew);
          finish(graph);
        });
    crew.join();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        // As a whole: no two have written at once.
        assertThat(
                GraphProfile.parseFrom(
                    Files.readAllBytes(file), ExtensionRegistry.getEmptyRegistry()))
            .isNotNull();
      }
    }
  }

  /** Writers of earlier runs may still be on their way out. */
  @SuppressWarnings("ThreadPriorityCheck") // gives way to them
  private static void awaitOneWriter(Set<Thread> before, Crew crew) {
    while (!crew.hasFailed()) {
      Set<Thread> now = writers();
      now.removeAll(before);
      if (now.size() <= 1) {
        return;
      }
      Thread.yield();
    }
  }

  private static Set<Thread> writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("easel-trace"))
        .collect(Collectors.toSet());
  }

  @Test
  void theStatusIsToldToOneOfThoseWhoWait() {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, ONE);
    CyclicBarrier together = new CyclicBarrier(4);
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      crew.start(
          "waiting-" + i,
          () -> {
            for (int round = 0; round < ROUNDS; round++) {
              together.await();
              if (code(graph::waitUntilDone) == StatusCode.CANCELLED) {
                told.incrementAndGet();
              }
              together.await();
            }
          });
    }
    crew.start(
        "starter",
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            graph.startRun(Map.of());
            together.await();
            graph.cancel();
            together.await();
            assertThat(told).hasValue(round + 1);
            crew.moved();
          }
        });
    crew.join();
    assertThat(told).hasValue(ROUNDS);
  }
}
