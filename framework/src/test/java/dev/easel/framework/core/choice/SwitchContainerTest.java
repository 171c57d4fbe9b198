package dev.easel.framework.core.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SwitchContainerTest {
  @Test
  void choosesBySidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer" input_side_packet: "SELECT:sel" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .side("sel", 1)
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "2=2");
  }

  @Test
  void choosesByEnableSidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer" input_side_packet: "ENABLE:sel" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .side("sel", false)
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("o")).isEmpty();
  }

  @Test
  void choosesByOption() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer"  input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] { select: 1 contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("o")).containsExactly("1=1", "2=2");
  }

  @Test
  void choosesChannelZeroByDefault() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer"  input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("o")).isEmpty();
  }

  @Test
  void followsAControlStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "sel"
            node { calculator: "SwitchContainer" input_stream: "SELECT:sel" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .packet("sel", 1, 0)
            .packets("a", 1)
            .packet("sel", 2, 1)
            .packets("a", 2)
            .bound("sel", 4)
            .packets("a", 3)
            .packet("sel", 4, 0)
            .packets("a", 4)
            .bound("sel", 6)
            .packets("a", 5)
            .done();
    assertThat(out.good("o")).containsExactly("2=2", "3=3");
  }

  @Test
  void followsAnEnableStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "sel"
            node { calculator: "SwitchContainer" input_stream: "ENABLE:sel" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .packet("sel", 1, true)
            .packets("a", 1)
            .packet("sel", 2, false)
            .packets("a", 2)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void followsAControlStreamAtOnceOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "sel"
            node { calculator: "SwitchContainer" input_stream: "ENABLE:sel" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] { async_selection: true contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .observe("o")
            .packet("sel", 5, true)
            .packets("a", 10, 20)
            .packet("sel", 6, false)
            .packets("a", 30)
            .packet("sel", 7, true)
            .packets("a", 40)
            .done();
    assertThat(out.good("o")).containsExactly("10=10", "20=20", "40=40");
  }

  @Test
  void carriesSidePackets() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "SwitchContainer" input_side_packet: "SELECT:sel" input_side_packet: "S:s" output_side_packet: "S:t" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "PassThroughCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """)
            .side("sel", 1)
            .side("s", "v")
            .done("t");
    assertThat(out.sidePackets()).containsEntry("t", "v");
  }

  @Test
  void givesContainedNodesTheirOptions() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer" input_stream: "a" output_stream: "o" options { [mediapipe.SwitchContainerOptions.ext] { select: 1 contained_node { calculator: "GateCalculator" } contained_node { calculator: "GateCalculator" options { [mediapipe.GateCalculatorOptions.ext] { allow: true } } } } } }
            """)
            .observe("o")
            .packets("a", 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=1");
  }

  @Test
  void rejectsSelectAndEnable() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "x"
            input_stream: "y"
            node { calculator: "SwitchContainer" input_stream: "SELECT:x" input_stream: "ENABLE:y" input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] {  contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("ENABLE");
  }

  @Test
  void rejectsBothOptions() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "SwitchContainer"  input_stream: "A:a" output_stream: "A:o" options { [mediapipe.SwitchContainerOptions.ext] { select: 1 enable: true contained_node { calculator: "BypassCalculator" } contained_node { calculator: "PassThroughCalculator" } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("enable");
  }
}
