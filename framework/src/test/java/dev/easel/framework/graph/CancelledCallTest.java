package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a run tells the calls that are in progress elsewhere, at once. */
@Timeout(60)
class CancelledCallTest {
  /** Where the call that waits is, and where the others are. */
  private enum Place {
    ONE_THREAD("num_threads: 1 ", "", "", 1),
    TWO_THREADS("num_threads: 2 ", "", "", 1),
    NAMED_EXECUTORS(
        "executor { name: \"io\" type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } } "
            + "executor { name: \"other\" type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } } ",
        " executor: \"io\"",
        " executor: \"other\"",
        1),
    DEFAULT_AND_NAMED_EXECUTOR(
        "num_threads: 1 executor { name: \"io\" type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 1 } } } ",
        " executor: \"io\"",
        "",
        1),
    IN_FLIGHT("num_threads: 5 ", " max_in_flight: 4", "", 4);

    private final String header;
    private final String waiting;
    private final String other;
    private final int calls;

    Place(String header, String waiting, String other, int calls) {
      this.header = header;
      this.waiting = waiting;
      this.other = other;
      this.calls = calls;
    }
  }

  /** What ends the run. */
  private enum End {
    NODE_THROWS(StatusCode.DATA_LOSS, true) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("bad", Packet.of("throw", 1));
      }
    },
    NODE_SENDS_BACKWARDS(StatusCode.INVALID_ARGUMENT, true) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("bad", Packet.of("backwards", 1));
      }
    },
    NODE_SENDS_WRONG_TYPE(StatusCode.INVALID_ARGUMENT, true) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("bad", Packet.of("type", 1));
      }
    },
    OBSERVER_THROWS(StatusCode.DATA_LOSS, true) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("bad", Packet.of("observer", 1));
      }
    },
    CANCEL(StatusCode.CANCELLED, false) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.cancel();
      }
    },
    CLOSE(StatusCode.CANCELLED, false) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.close();
      }
    },
    ILLEGAL_PACKET(StatusCode.INVALID_ARGUMENT, false) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("bad", Packet.of("x", Timestamp.UNSET));
      }
    },
    ILLEGAL_BOUND(StatusCode.INVALID_ARGUMENT, false) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.setInputStreamTimestampBound("bad", Timestamp.UNSET);
      }
    },
    PACKET_OF_WRONG_TYPE(StatusCode.INVALID_ARGUMENT, false) {
      @Override
      void bring(CalculatorGraph graph) {
        graph.addPacketToInputStream("numbers", Packet.of("not a number", 1));
      }
    };

    private final StatusCode code;
    private final boolean needsAThread;

    End(StatusCode code, boolean needsAThread) {
      this.code = code;
      this.needsAThread = needsAThread;
    }

    abstract void bring(CalculatorGraph graph);
  }

  static Stream<Arguments> placesAndEnds() {
    return Stream.of(Place.values())
        .flatMap(
            place ->
                Stream.of(End.values())
                    .filter(end -> place != Place.ONE_THREAD || !end.needsAThread)
                    .map(end -> Arguments.of(place, end)));
  }

  private static void bad(CalculatorContext cc) {
    switch (cc.inputs().index(0).get(String.class)) {
      case "throw" -> throw new StatusException(StatusCode.DATA_LOSS, "torn");
      case "backwards" -> {
        cc.outputs().index(0).add("x", 5);
        cc.outputs().index(0).add("x", 4);
      }
      case "type" -> cc.outputs().index(1).add("not a number", 1);
      default -> cc.outputs().index(0).add("x", 1);
    }
  }

  @ParameterizedTest
  @MethodSource("placesAndEnds")
  void aCallElsewhereLearnsOfTheEnd(Place place, End end) {
    Crew crew = new Crew();
    CountDownLatch begun = new CountDownLatch(place.calls);
    CountDownLatch saw = new CountDownLatch(place.calls);
    String text =
        place.header
            + "input_stream: \"in\" input_stream: \"bad\" input_stream: \"numbers\" "
            + "node { calculator: \"Waits\" input_stream: \"in\" output_stream: \"x\"%s } "
                .formatted(place.waiting)
            + "node { calculator: \"Bad\" input_stream: \"bad\" output_stream: \"out\" output_stream: \"number\"%s } "
                .formatted(place.other)
            + "node { calculator: \"Numbers\" input_stream: \"numbers\" } ";
    GraphRunner runner =
        GraphRunner.of(text)
            .calculator("Waits", () -> waits(crew, begun, saw))
            .calculator(
                "Bad",
                () ->
                    AnyPorts.processing(CancelledCallTest::bad)
                        .with(cc -> cc.outputs().index(1).set(Integer.class)))
            .calculator(
                "Numbers",
                () ->
                    AnyPorts.processing(cc -> {})
                        .with(cc -> cc.inputs().index(0).set(Integer.class)));
    // Nobody is to be rescued by the end of the grace.
    GraphSettings settings = GraphSettings.standard().withGrace(Duration.ofMinutes(5));
    CalculatorGraph graph = crew.owns(new CalculatorGraph(runner.description(), settings));
    graph.observeOutputStream(
        "out",
        packet -> {
          if (end == End.OBSERVER_THROWS) {
            throw new StatusException(StatusCode.DATA_LOSS, "seen");
          }
        });
    crew.start("application", () -> endsWith(graph, place, end, begun));
    crew.await(saw);
    crew.join();
  }

  private static AnyPorts waits(Crew crew, CountDownLatch begun, CountDownLatch saw) {
    return AnyPorts.processing(
        cc -> {
          begun.countDown();
          untilCancelled(cc, crew, saw);
        });
  }

  /** Both who asks and who is told learns of it, also who begins to listen late. */
  @SuppressWarnings("ThreadPriorityCheck") // others are to have the cores meanwhile
  private static void untilCancelled(CalculatorContext cc, Crew crew, CountDownLatch saw) {
    CountDownLatch told = new CountDownLatch(1);
    CalculatorContext.CancelWatch watch = cc.watchCancel(told::countDown);
    while (!cc.isCancelled() || told.getCount() > 0) {
      if (crew.hasFailed()) {
        return;
      }
      Thread.yield();
    }
    watch.close();
    cc.watchCancel(saw::countDown).close();
  }

  private static void endsWith(CalculatorGraph graph, Place place, End end, CountDownLatch begun)
      throws Exception {
    graph.startRun(Map.of());
    for (int i = 0; i < place.calls; i++) {
      graph.addPacketToInputStream("in", Packet.of(i, i));
    }
    begun.await();
    Optional<StatusException> told = Failure.of(() -> end.bring(graph));
    Optional<StatusException> status = Failure.of(graph::waitUntilDone);
    StatusException error = status.or(() -> told).orElseThrow();
    assertThat(error.code()).isEqualTo(end.code);
  }

  @ParameterizedTest
  @EnumSource(names = {"TWO_THREADS", "NAMED_EXECUTORS", "DEFAULT_AND_NAMED_EXECUTOR"})
  void anOpeningElsewhereLearnsOfTheEnd(Place place) {
    Crew crew = new Crew();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch saw = new CountDownLatch(1);
    String text =
        place.header
            + "input_stream: \"in\" "
            + "node { calculator: \"Waits\" input_stream: \"in\" output_stream: \"x\"%s } "
                .formatted(place.waiting)
            + "node { calculator: \"Bad\" input_stream: \"in\"%s } ".formatted(place.other);
    GraphRunner runner =
        GraphRunner.of(text)
            .calculator(
                "Waits",
                () ->
                    AnyPorts.processing(cc -> {})
                        .opening(
                            cc -> {
                              begun.countDown();
                              untilCancelled(cc, crew, saw);
                            }))
            .calculator(
                "Bad",
                () ->
                    AnyPorts.processing(cc -> {})
                        .opening(
                            cc -> {
                              begun.await();
                              throw new StatusException(StatusCode.DATA_LOSS, "torn");
                            }));
    GraphSettings settings = GraphSettings.standard().withGrace(Duration.ofMinutes(5));
    CalculatorGraph graph = crew.owns(new CalculatorGraph(runner.description(), settings));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          assertThat(Failure.of(graph::waitUntilDone).map(StatusException::code))
              .contains(StatusCode.DATA_LOSS);
        });
    crew.await(saw);
    crew.join();
  }

  /** Another call of the same node fails. */
  @ParameterizedTest
  @EnumSource(names = "IN_FLIGHT")
  void callsOfTheSameNodeLearnOfTheEnd(Place place) {
    Crew crew = new Crew();
    CountDownLatch begun = new CountDownLatch(3);
    CountDownLatch saw = new CountDownLatch(3);
    GraphRunner runner =
        GraphRunner.of(
                place.header
                    + "input_stream: \"in\" node { calculator: \"Waits\" input_stream: \"in\" output_stream: \"x\"%s }"
                        .formatted(place.waiting))
            .calculator(
                "Waits",
                () ->
                    AnyPorts.processing(
                        cc -> {
                          if (cc.inputTimestamp() == 3) {
                            begun.await();
                            throw new StatusException(StatusCode.DATA_LOSS, "torn");
                          }
                          begun.countDown();
                          untilCancelled(cc, crew, saw);
                        }));
    GraphSettings settings = GraphSettings.standard().withGrace(Duration.ofMinutes(5));
    CalculatorGraph graph = crew.owns(new CalculatorGraph(runner.description(), settings));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          for (long t = 0; t < 4; t++) {
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          assertThat(Failure.of(graph::waitUntilDone).map(StatusException::code))
              .contains(StatusCode.DATA_LOSS);
        });
    crew.await(saw);
    crew.join();
  }
}
