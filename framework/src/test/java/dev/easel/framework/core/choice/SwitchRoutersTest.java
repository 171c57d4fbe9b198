package dev.easel.framework.core.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SwitchRoutersTest {
  @Test
  void routePacketsToTheChannelInForce() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "sel"
            input_stream: "a"
            node { calculator: "SwitchDemuxCalculator" input_stream: "SELECT:sel" input_stream: "F:a" output_stream: "C0__F:x" output_stream: "C1__F:y"  }
            """)
            .observe("x", "y")
            .packet("sel", 0, 0)
            .packets("a", 5)
            .packet("sel", 10, 1)
            .packets("a", 15)
            .packet("sel", 20, 0)
            .packets("a", 25)
            .bound("sel", 30)
            .done();
    assertThat(out.good("x")).containsExactly("5=5", "25=25");
    assertThat(out.good("y")).containsExactly("15=15");
  }

  @Test
  void holdPacketsUntilTheChannelIsKnown() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "sel"
            input_stream: "a"
            node { calculator: "SwitchDemuxCalculator" input_stream: "SELECT:sel" input_stream: "F:a" output_stream: "C0__F:x" output_stream: "C1__F:y"  }
            """)
            .observe("x")
            .packet("sel", 0, 0)
            .packets("a", 5)
            .idle();
    assertThat(out.good("x")).isEmpty();
  }

  @Test
  void routeInStepOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "sel"
            input_stream: "a"
            node { calculator: "SwitchDemuxCalculator" input_stream: "SELECT:sel" input_stream: "F:a" output_stream: "C0__F:x" output_stream: "C1__F:y" options { [mediapipe.SwitchContainerOptions.ext] { synchronize_io: true } } }
            """)
            .observe("x", "y")
            .packet("sel", 5, 1)
            .packets("a", 5)
            .idle();
    assertThat(out.good("x")).isEmpty();
    assertThat(out.good("y")).containsExactly("5=5");
  }

  @Test
  void passOnlyTheChannelInForce() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "sel"
            input_stream: "x"
            input_stream: "y"
            node { calculator: "SwitchMuxCalculator" input_stream: "SELECT:sel" input_stream: "C0__F:x" input_stream: "C1__F:y" output_stream: "F:o" }
            """)
            .observe("o")
            .packet("sel", 0, 0)
            .packet("x", 5, "x5")
            .packet("y", 5, "y5")
            .packet("sel", 10, 1)
            .packet("x", 15, "x15")
            .packet("y", 15, "y15")
            .bound("sel", 20)
            .done();
    assertThat(out.good("o")).containsExactly("5=x5", "15=y15");
  }

  @Test
  void takeChannelsFarApart() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "sel"
            input_stream: "a"
            node { calculator: "SwitchDemuxCalculator" input_stream: "SELECT:sel" input_stream: "F:a" output_stream: "C0__F:x" output_stream: "C999999999__F:y" }
            node { calculator: "SwitchMuxCalculator" input_stream: "SELECT:sel" input_stream: "C0__F:x" input_stream: "C999999999__F:y" output_stream: "F:o" }
            """)
            .observe("o")
            .packet("sel", 5, 999_999_999)
            .packets("a", 5)
            .bound("sel", 6)
            .done();
    assertThat(out.good("o")).containsExactly("5=5");
  }
}
