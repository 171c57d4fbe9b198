package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PassThroughCalculatorTest {
  @Test
  void copiesPacketsOfAnyType() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "a"
                node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" }
                """)
            .observe("b")
            .packet("a", 0, 10)
            .packet("a", 5, "x")
            .packet("a", 6, 1.5f)
            .done();
    assertThat(out.good("b")).containsExactly("0=10", "5=x", "6=1.5");
  }

  @Test
  void matchesPortsByTagAndIndexNotByPosition() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "x"
                input_stream: "y"
                node {
                  calculator: "PassThroughCalculator"
                  input_stream: "T:1:x"
                  input_stream: "T:0:y"
                  output_stream: "T:0:p"
                  output_stream: "T:1:q"
                }
                """)
            .observe("p", "q")
            .packet("x", 1, 1)
            .packet("y", 1, 2)
            .done();
    assertThat(out.good("p")).containsExactly("1=2");
    assertThat(out.good("q")).containsExactly("1=1");
  }

  @Test
  void passesBoundsAndHeaders() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "a"
                node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" }
                node { calculator: "PassThroughCalculator" input_stream: "b" output_stream: "c" }
                node {
                  calculator: "CallbackWithHeaderCalculator"
                  input_stream: "INPUT:c"
                  input_stream: "HEADER:b"
                  input_side_packet: "CALLBACK:f"
                }
                """)
            .side(
                "f",
                (BiConsumer<Packet, Packet>)
                    (packet, header) -> assertThat(header.value()).isEqualTo("head"))
            .header("a", "head")
            .observeBounds("c")
            .bound("a", 10)
            .packet("a", 20, 1)
            .done();
    assertThat(out.good("c")).containsExactly("9", "20=1");
  }

  @Test
  void passesMinAndMax() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "a"
                node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" }
                """)
            .observe("b")
            .packet("a", Timestamp.MIN, 1)
            .packet("a", Timestamp.MAX, 2)
            .done();
    assertThat(out.good("b")).containsExactly("Min=1", "Max=2");
  }

  @Test
  void copiesSidePackets() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
                input_stream: "a"
                node {
                  calculator: "PassThroughCalculator"
                  input_stream: "a"
                  output_stream: "b"
                  input_side_packet: "s"
                  output_side_packet: "t"
                }
                """)
            .side("s", "v")
            .done("t");
    assertThat(out.sidePackets()).containsEntry("t", "v");
  }

  @Test
  void rejectsPortsThatDiffer() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "OUT:b" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal)
        .hasMessageContaining("PassThroughCalculator: ")
        .hasMessageContaining("matching tags and indexes");
  }
}
