package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AddHeaderCalculatorTest {
  @Test
  void givesTheHeaderOfASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" input_side_packet: "HEADER:h" output_stream: "o" }
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:o" input_stream: "HEADER:d" input_side_packet: "CALLBACK:f" }
            """)
            .observe("o")
            .side("h", "head")
            .side(
                "f", (BiConsumer<Packet, Packet>) (p, h) -> assertThat(h.value()).isEqualTo("head"))
            .packets("d", 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void givesTheHeaderOfAStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "hs"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" input_stream: "HEADER:hs" output_stream: "o" }
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:o" input_stream: "HEADER:d" input_side_packet: "CALLBACK:f" }
            """)
            .observe("o")
            .header("hs", "head")
            .side(
                "f", (BiConsumer<Packet, Packet>) (p, h) -> assertThat(h.value()).isEqualTo("head"))
            .close("hs")
            .packets("d", 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void refusesPacketsOnTheHeaderStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "hs"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" input_stream: "HEADER:hs" output_stream: "o" }
            """)
            .observe("o")
            .packets("hs", 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void rejectsTwoHeaders() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "d"
            input_stream: "hs"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" input_stream: "HEADER:hs" input_side_packet: "HEADER:h" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("exactly one of side input and input stream");
  }

  @Test
  void rejectsNoHeader() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "d"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("exactly one of side input and input stream");
  }
}
