package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One mistake is told once, whoever listens to the stream. */
@Timeout(60)
class ErrorToldOnceTest {
  /** Who else listens to the stream on which the mistake happens. */
  private enum Listener {
    NOBODY {
      @Override
      void listen(CalculatorGraph graph) {}
    },
    OBSERVER {
      @Override
      void listen(CalculatorGraph graph) {
        graph.observeOutputStream("out", packet -> {});
      }
    },
    OBSERVER_OF_BOUNDS {
      @Override
      void listen(CalculatorGraph graph) {
        graph.observeOutputStream("out", packet -> {}, true);
      }
    },
    TWO_OBSERVERS {
      @Override
      void listen(CalculatorGraph graph) {
        graph.observeOutputStream("out", packet -> {});
        graph.observeOutputStream("out", packet -> {});
      }
    },
    POLLER {
      @Override
      void listen(CalculatorGraph graph) {
        graph.addOutputStreamPoller("out");
      }
    },
    OBSERVER_AND_POLLER {
      @Override
      void listen(CalculatorGraph graph) {
        graph.observeOutputStream("out", packet -> {});
        graph.addOutputStreamPoller("out");
      }
    };

    abstract void listen(CalculatorGraph graph);
  }

  private static final String EITHER =
      "input_stream: \"a\" input_stream: \"b\" "
          + "node { calculator: \"Either\" input_stream: \"a\" input_stream: \"b\" output_stream: \"out\" "
          + "input_stream_handler { input_stream_handler: \"ImmediateInputStreamHandler\" } } ";
  private static final String SINK = "node { calculator: \"Sink\" input_stream: \"out\" } ";

  private static AnyPorts either() {
    return AnyPorts.processing(
        cc -> {
          var port = cc.inputs().index(0).isEmpty() ? cc.inputs().index(1) : cc.inputs().index(0);
          cc.outputs().index(0).add(port.packet());
        });
  }

  private static StatusException backwards(String header, String text, Listener listener) {
    Crew crew = new Crew();
    CalculatorGraph graph =
        crew.owns(
            new CalculatorGraph(
                GraphRunner.of(header + text)
                    .calculator("Either", ErrorToldOnceTest::either)
                    .calculator("Sink", () -> AnyPorts.processing(cc -> {}))
                    .description()));
    listener.listen(graph);
    StatusException[] error = new StatusException[1];
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("a", Packet.of(1, 0));
          graph.waitUntilIdle();
          graph.addPacketToInputStream("a", Packet.of(1, 1));
          graph.waitUntilIdle();
          try {
            graph.addPacketToInputStream("b", Packet.of(1, 0));
            graph.waitUntilDone();
          } catch (StatusException e) {
            error[0] = e;
          }
        });
    crew.join();
    assertThat(error[0]).isNotNull();
    return error[0];
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length - 1;
  }

  @ParameterizedTest
  @EnumSource
  void aPacketOutOfOrderIsToldOnce(Listener listener) {
    for (String header : new String[] {"num_threads: 1 ", "num_threads: 2 "}) {
      StatusException error = backwards(header, EITHER + SINK, listener);
      assertThat(error.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
      assertThat(error)
          .hasMessageContaining(
              "Packet timestamp mismatch on a calculator receiving from stream \"out\". Current minimum expected timestamp is 2 but received 0.")
          .hasMessageContaining("Are you using a custom InputStreamHandler?")
          .hasMessageContaining("node \"Either\"");
      assertThat(count(error.message(), "timestamp mismatch")).as(error.message()).isEqualTo(1);
    }
  }

  /** Without a node behind the stream, whoever listens tells. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NOBODY"})
  void aPacketOutOfOrderOnAStreamWithoutNodesIsToldOnce(Listener listener) {
    for (String header : new String[] {"num_threads: 1 ", "num_threads: 2 "}) {
      StatusException error = backwards(header, EITHER, listener);
      assertThat(error.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
      assertThat(count(error.message(), "timestamp mismatch")).as(error.message()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPacketOfTheWrongTypeIsToldOnce(Listener listener) {
    for (String header : new String[] {"num_threads: 1 ", "num_threads: 2 "}) {
      Crew crew = new Crew();
      CalculatorGraph graph =
          crew.owns(
              new CalculatorGraph(
                  GraphRunner.of(
                          header
                              + "input_stream: \"a\" node { calculator: \"Any\" input_stream: \"a\" output_stream: \"out\" } "
                              + SINK)
                      .calculator("Any", () -> AnyPorts.processing(TestCalculators::pass))
                      .calculator(
                          "Sink",
                          () ->
                              AnyPorts.processing(cc -> {})
                                  .with(cc -> cc.inputs().index(0).set(Integer.class)))
                      .description()));
      listener.listen(graph);
      crew.start(
          "application",
          () -> {
            graph.startRun(Map.of());
            graph.addPacketToInputStream("a", Packet.of("text", 0));
            try {
              graph.waitUntilDone();
              throw new AssertionError("a text came through as a number");
            } catch (StatusException e) {
              assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
              assertThat(count(e.message(), "type mismatch")).as(e.message()).isEqualTo(1);
            }
          });
      crew.join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBoundThatGoesBackIsToldOnce(Listener listener) {
    for (String header : new String[] {"num_threads: 1 ", "num_threads: 2 "}) {
      Crew crew = new Crew();
      CalculatorGraph graph =
          crew.owns(
              new CalculatorGraph(
                  GraphRunner.of(
                          header
                              + "input_stream: \"a\" node { calculator: \"Back\" input_stream: \"a\" output_stream: \"out\" } "
                              + SINK)
                      .calculator(
                          "Back",
                          () ->
                              AnyPorts.processing(
                                  cc ->
                                      cc.outputs()
                                          .index(0)
                                          .setNextTimestampBound(100 - cc.inputTimestamp())))
                      .calculator("Sink", () -> AnyPorts.processing(cc -> {}))
                      .description()));
      listener.listen(graph);
      crew.start(
          "application",
          () -> {
            graph.startRun(Map.of());
            graph.addPacketToInputStream("a", Packet.of("x", 0));
            graph.waitUntilIdle();
            graph.addPacketToInputStream("a", Packet.of("x", 10));
            try {
              graph.waitUntilDone();
              throw new AssertionError("a bound went back");
            } catch (StatusException e) {
              assertThat(count(e.message(), "SetNextTimestampBound must be called"))
                  .as(e.message())
                  .isEqualTo(1);
            }
          });
      crew.join();
    }
  }
}
