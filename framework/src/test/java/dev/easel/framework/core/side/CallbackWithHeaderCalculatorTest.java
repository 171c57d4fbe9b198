package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CallbackWithHeaderCalculatorTest {
  @Test
  void takesTheFirstPacketOfHeaderAsHeader() {
    List<Object> seen = new ArrayList<>();
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "h"
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:a" input_stream: "HEADER:h" input_side_packet: "CALLBACK:f" }
            """)
            .side("f", (BiConsumer<Packet, Packet>) (p, h) -> seen.add(h.value()))
            .packet("h", 1, "head")
            .packets("a", 2)
            .done();
    assertThat(out.good("a")).isEmpty();
    assertThat(seen).containsExactly("head");
  }

  @Test
  void failsWithoutHeader() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "h"
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:a" input_stream: "HEADER:h" input_side_packet: "CALLBACK:f" }
            """)
            .side("f", (BiConsumer<Packet, Packet>) (p, h) -> {})
            .packets("a", 2)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(out.failure()).hasMessageContaining("Header not available");
  }

  @Test
  void rejectsNoCallback() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "h"
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:a" input_stream: "HEADER:h" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
