package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallbackCalculatorTest {
  @Test
  void handsPacketsToACallback() {
    List<String> seen = new ArrayList<>();
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "CallbackCalculator" input_stream: "a" input_side_packet: "CALLBACK:f" }
            """)
            .side("f", (Consumer<Packet>) p -> seen.add(p.timestamp() + "=" + p.value()))
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("a")).isEmpty();
    assertThat(seen).containsExactly("1=1", "2=2");
  }

  @Test
  void handsSetsOfPacketsToACallback() {
    List<String> seen = new ArrayList<>();
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "CallbackCalculator" input_stream: "a" input_stream: "b" input_side_packet: "VECTOR_CALLBACK:f" }
            """)
            .side(
                "f",
                (Consumer<List<Packet>>)
                    l ->
                        seen.add(
                            l.stream().map(p -> p.isEmpty() ? "-" : p.value()).toList().toString()))
            .packets("a", 1)
            .packets("b", 1, 2)
            .done();
    assertThat(out.good("a")).isEmpty();
    assertThat(seen).containsExactly("[1, 1]", "[-, 2]");
  }

  @Test
  void observesBounds() {
    List<String> seen = new ArrayList<>();
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "CallbackCalculator" input_stream: "a" input_side_packet: "CALLBACK:f" input_side_packet: "OBSERVE_TIMESTAMP_BOUNDS:t" }
            """)
            .side("t", true)
            .side("f", (Consumer<Packet>) p -> seen.add(p.timestamp() + (p.isEmpty() ? "" : "!")))
            .packets("a", 1)
            .bound("a", 9)
            .idle();
    assertThat(out.good("a")).isEmpty();
    assertThat(seen).containsExactly("1!", "8");
  }

  @Test
  void refusesToObserveNot() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "CallbackCalculator" input_stream: "a" input_side_packet: "CALLBACK:f" input_side_packet: "OBSERVE_TIMESTAMP_BOUNDS:t" }
            """)
            .side("t", false)
            .side("f", (Consumer<Packet>) p -> {})
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("OBSERVE_TIMESTAMP_BOUNDS");
  }

  @Test
  void endsTheRunWithTheCallbacksException() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "CallbackCalculator" input_stream: "a" input_side_packet: "CALLBACK:f" }
            """)
            .side(
                "f",
                (Consumer<Packet>)
                    p -> {
                      throw new IllegalStateException("no");
                    })
            .packets("a", 1)
            .done();
    assertThat(out.failure()).hasMessageContaining("CallbackCalculator");
    assertThat(out.failure().failures()).hasSize(1);
  }

  @Test
  void rejectsNoCallback() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "CallbackCalculator" input_stream: "a" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
