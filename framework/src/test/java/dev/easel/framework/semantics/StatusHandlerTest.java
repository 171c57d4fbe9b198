package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.side.StatusHandler;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StatusHandlerTest {
  private static final String GRAPH =
      """
      status_handler { status_handler: "Recorder" input_side_packet: "text" }
      node { calculator: "StringToIntCalculator" input_side_packet: "text" output_side_packet: "n" }
      """;

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private Optional<StatusException> before = Optional.empty();
  private Optional<StatusException> after = Optional.empty();

  private final class Recorder implements StatusHandler {
    @Override
    public void expectations(MediaPipeOptions options, Ports<PortType> inputs) {
      inputs.index(0).set(String.class);
    }

    @Override
    public void beforeRun(
        MediaPipeOptions options, Ports<Packet> inputs, Optional<StatusException> status) {
      record("before", inputs, status);
      before.ifPresent(
          e -> {
            throw e;
          });
    }

    @Override
    public void afterRun(
        MediaPipeOptions options, Ports<Packet> inputs, Optional<StatusException> status) {
      record("after", inputs, status);
      after.ifPresent(
          e -> {
            throw e;
          });
    }

    private void record(String when, Ports<Packet> inputs, Optional<StatusException> status) {
      seen.add(
          when
              + " "
              + inputs.index(0).value()
              + " "
              + status.map(StatusException::code).orElse(StatusCode.OK));
    }
  }

  private CalculatorGraph graph() {
    return new CalculatorGraph(
        GraphRunner.of(GRAPH)
            .register(r -> r.add(StatusHandler.KIND, "Recorder", Recorder::new))
            .description());
  }

  @Test
  void seesHowTheRunBeganAndEnded() {
    try (CalculatorGraph graph = graph()) {
      graph.run(Map.of("text", Packet.of("7")));
      assertThatThrownBy(() -> graph.run(Map.of("text", Packet.of("seven"))))
          .isInstanceOfSatisfying(
              StatusException.class,
              e -> assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT));
    }
    assertThat(seen)
        .containsExactly(
            "before 7 OK", "after 7 OK", "before seven OK", "after seven INVALID_ARGUMENT");
  }

  @Test
  void whatItThrowsAfterTheRunJoinsTheRunsErrors() {
    after = Optional.of(new StatusException(StatusCode.DATA_LOSS, "disk full"));
    try (CalculatorGraph graph = graph()) {
      assertThatThrownBy(() -> graph.run(Map.of("text", Packet.of("7"))))
          .hasMessageContaining("Recorder::HandleStatus failed: disk full")
          .isInstanceOfSatisfying(
              StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.DATA_LOSS));
    }
  }

  @Test
  void whatItThrowsBeforeTheRunKeepsItFromStarting() {
    before = Optional.of(new StatusException(StatusCode.UNAVAILABLE, "not now"));
    try (CalculatorGraph graph = graph()) {
      assertThatThrownBy(() -> graph.startRun(Map.of("text", Packet.of("7"))))
          .hasMessageContaining("Recorder::HandlePreRunStatus failed: not now");
      before = Optional.empty();
      graph.run(Map.of("text", Packet.of("7")));
    }
    assertThat(seen).containsExactly("before 7 OK", "before 7 OK", "after 7 OK");
  }

  @Test
  void seesThatTheSidePacketsAreNotWhatTheGraphNeeds() {
    GraphRunner runner =
        GraphRunner.of(
                GRAPH
                    + "node { calculator: \"PassThroughCalculator\""
                    + " input_side_packet: \"more\" output_side_packet: \"copy\" }")
            .register(r -> r.add(StatusHandler.KIND, "Recorder", Recorder::new));
    Map<String, Packet> first = Map.of("text", Packet.of("7"));
    try (CalculatorGraph graph =
        new CalculatorGraph(runner.description(), GraphSettings.standard(), first)) {
      assertThatThrownBy(() -> graph.startRun(Map.of()))
          .hasMessageContaining("\"more\" is required");
      assertThatThrownBy(() -> graph.startRun(first)).hasMessageContaining("was defined twice");
    }
    assertThat(seen).containsExactly("before 7 INVALID_ARGUMENT", "before 7 ALREADY_EXISTS");
  }

  @Test
  void unknownNameIsNamedWithItsPlace() {
    assertThatThrownBy(
            () ->
                GraphRunner.of(
                        "input_stream: \"a\"\nstatus_handler { status_handler: \"Recoder\" }")
                    .register(r -> r.add(StatusHandler.KIND, "Recorder", Recorder::new))
                    .description())
        .isInstanceOfSatisfying(
            GraphConfigException.class,
            e -> {
              assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND);
              assertThat(e)
                  .hasMessageContaining("Unable to find StatusHandler \"Recoder\"")
                  .hasMessageContaining("test.pbtxt:2:18:")
                  .hasMessageContaining("did you mean \"Recorder\"?");
            });
  }
}
