package dev.easel.framework.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GateCalculatorTest {
  @Test
  void passesWhileAllowedAndTellsChanges() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "c"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:c" output_stream: "o" output_stream: "STATE_CHANGE:s"  }
            """)
            .observe("o", "s")
            .packet("c", 1, false)
            .packet("d", 1, 1)
            .packet("c", 2, true)
            .packet("d", 2, 2)
            .packet("c", 3, true)
            .packet("d", 3, 3)
            .packet("c", 4, false)
            .packet("d", 4, 4)
            .done();
    assertThat(out.good("o")).containsExactly("2=2", "3=3");
    assertThat(out.good("s")).containsExactly("2=true", "4=false");
  }

  @Test
  void holdsBackWhileDisallowed() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "c"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "DISALLOW:c" output_stream: "o" output_stream: "STATE_CHANGE:s"  }
            """)
            .observe("o", "s")
            .packet("c", 1, false)
            .packet("d", 1, 1)
            .packet("c", 2, true)
            .packet("d", 2, 2)
            .packet("d", 3, 3)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
    assertThat(out.good("s")).containsExactly("2=false");
  }

  @Test
  void comparesTheFirstStateToTheInitialOne() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "c"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:c" output_stream: "o" output_stream: "STATE_CHANGE:s" options { [mediapipe.GateCalculatorOptions.ext] { initial_gate_state: GATE_DISALLOW } } }
            """)
            .observe("o", "s")
            .packet("c", 1, true)
            .packet("d", 1, 1)
            .done();
    assertThat(out.good("s")).containsExactly("1=true");
  }

  @Test
  void isShutWithoutControlPacketUnlessToldOtherwise() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "c"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:c" output_stream: "o" output_stream: "STATE_CHANGE:s" options { [mediapipe.GateCalculatorOptions.ext] { empty_packets_as_allow: true } } }
            """)
            .observe("o", "s")
            .packet("d", 1, 1)
            .packet("c", 2, false)
            .packet("d", 2, 2)
            .packet("d", 3, 3)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "3=3");
    assertThat(out.good("s")).containsExactly("2=false", "3=true");
  }

  @Test
  void sendsBoundsWhileShut() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "c"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:c" output_stream: "o" output_stream: "STATE_CHANGE:s"  }
            """)
            .observeBounds("o")
            .packet("c", 1, false)
            .packet("d", 1, 1)
            .packet("c", 5, false)
            .packet("d", 5, 1)
            .idle();
    assertThat(out.good("o")).containsExactly("1", "5");
  }

  @Test
  void followsTheOption() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            node { calculator: "GateCalculator" input_stream: "d" output_stream: "o" options { [mediapipe.GateCalculatorOptions.ext] { allow: true } } }
            node { calculator: "GateCalculator" input_stream: "d" output_stream: "p" }
            """)
            .observe("o", "p")
            .packet("d", 1, 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
    assertThat(out.good("p")).isEmpty();
  }

  @Test
  void closesItsOutputsWhenShutByASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            input_stream: "e"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "d" output_stream: "o" }
            node { calculator: "PassThroughCalculator" input_stream: "o" input_stream: "e" output_stream: "p" output_stream: "q" }
            """)
            .observe("p", "q")
            .side("s", false)
            .packet("d", 1, 1)
            .packet("e", 50, 5)
            .idle();
    assertThat(out.good("p")).isEmpty();
    assertThat(out.good("q")).containsExactly("50=5");
  }

  @Test
  void readsDisallowAsSidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            node { calculator: "GateCalculator" input_side_packet: "DISALLOW:s" input_stream: "d" output_stream: "o" }
            """)
            .observe("o")
            .side("s", false)
            .packet("d", 1, 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void treatsAnAbsentSidePacketAsTheOption() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "d"
            node { calculator: "GateCalculator" input_side_packet: "ALLOW:s" input_stream: "d" output_stream: "o" options { [mediapipe.GateCalculatorOptions.ext] { allow: true } } }
            """)
            .observe("o")
            .packet("d", 1, 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void rejectsTwoControls() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "d"
            input_stream: "x"
            input_stream: "y"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:x" input_stream: "DISALLOW:y" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("GateCalculator: ");
  }

  @Test
  void rejectsControlByStreamAndSidePacket() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "d"
            input_stream: "x"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "ALLOW:x" input_side_packet: "ALLOW:y" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void rejectsUnequalNumbersOfStreams() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "d"
            input_stream: "x"
            node { calculator: "GateCalculator" input_stream: "d" input_stream: "x" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("Number of data output streams must match");
  }
}
