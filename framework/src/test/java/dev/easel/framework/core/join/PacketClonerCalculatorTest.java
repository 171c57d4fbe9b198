package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketClonerCalculatorTest {
  @Test
  void repeatsTheNewestPacketsAtEveryTick() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "t"
            node { calculator: "PacketClonerCalculator" input_stream: "a" input_stream: "b" input_stream: "t" output_stream: "x" output_stream: "y"  }
            """)
            .observe("x", "y")
            .packet("a", 1, 10)
            .packet("b", 1, 20)
            .packets("t", 2)
            .packet("a", 3, 11)
            .packets("t", 3)
            .packet("b", 3, 21)
            .packets("t", 9)
            .packet("a", 9, 12)
            .bound("b", 10)
            .done();
    assertThat(out.good("x")).containsExactly("2=10", "3=11", "9=12");
    assertThat(out.good("y")).containsExactly("2=20", "3=21", "9=21");
  }

  @Test
  void takesTheTickByTag() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "t"
            node { calculator: "PacketClonerCalculator" input_stream: "a" input_stream: "b" input_stream: "TICK:t" output_stream: "x" output_stream: "y"  }
            """)
            .observe("x", "y")
            .packet("a", 1, 10)
            .packet("b", 1, 20)
            .packets("t", 2)
            .packet("a", 3, 11)
            .packets("t", 3)
            .packet("b", 3, 21)
            .packets("t", 9)
            .packet("a", 9, 12)
            .bound("b", 10)
            .done();
    assertThat(out.good("x")).containsExactly("2=10", "3=11", "9=12");
    assertThat(out.good("y")).containsExactly("2=20", "3=21", "9=21");
  }

  @Test
  void repeatsWhatIsThere() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "t"
            node { calculator: "PacketClonerCalculator" input_stream: "a" input_stream: "b" input_stream: "t" output_stream: "x" output_stream: "y"  }
            """)
            .observe("x")
            .observeBounds("y")
            .packet("a", 1, 10)
            .bound("b", 2)
            .packets("t", 1)
            .packet("b", 2, 20)
            .bound("a", 3)
            .packets("t", 2)
            .idle();
    assertThat(out.good("x")).containsExactly("1=10", "2=10");
    assertThat(out.good("y")).containsExactly("1", "2=20");
  }

  @Test
  void waitsForAllInputsOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "t"
            node { calculator: "PacketClonerCalculator" input_stream: "a" input_stream: "b" input_stream: "t" output_stream: "x" output_stream: "y" options { [mediapipe.PacketClonerCalculatorOptions.ext] { output_only_when_all_inputs_received: true } } }
            """)
            .observeBounds("x", "y")
            .packet("a", 1, 10)
            .bound("b", 2)
            .packets("t", 1)
            .packet("b", 2, 20)
            .bound("a", 3)
            .packets("t", 2)
            .idle();
    assertThat(out.good("x")).containsExactly("2=10");
    assertThat(out.good("y")).containsExactly("2=20");
  }

  @Test
  void waitsWithPacketsOnlyOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            input_stream: "t"
            node { calculator: "PacketClonerCalculator" input_stream: "a" input_stream: "b" input_stream: "t" output_stream: "x" output_stream: "y" options { [mediapipe.PacketClonerCalculatorOptions.ext] { output_packets_only_when_all_inputs_received: true } } }
            """)
            .observeBounds("x", "y")
            .packet("a", 1, 10)
            .bound("b", 2)
            .packets("t", 1)
            .packet("b", 2, 20)
            .bound("a", 3)
            .packets("t", 2)
            .idle();
    assertThat(out.good("x")).containsExactly("1", "2=10");
    assertThat(out.good("y")).containsExactly("1", "2=20");
  }

  @Test
  void rejectsAMissingTick() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "PacketClonerCalculator" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
