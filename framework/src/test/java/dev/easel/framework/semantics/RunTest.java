package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunTest {
  @Test
  void addingBeforeTheStartFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .before(g -> g.addPacketToInputStream("a", Packet.of(1, 0)))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.FAILED_PRECONDITION);
  }

  @Test
  void waitingBeforeTheStartFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .before(CalculatorGraph::waitUntilIdle)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void runWithInputsFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .before(g -> g.run(Map.of()))
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void unknownInputFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .packets("nope", 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void closingTwiceIsAllowed() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packets("a", 1)
            .close("a")
            .close("a")
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }

  @Test
  void addingToAClosedInputIsDropped() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "k"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "k" output_stream: "l"  }
            """)
            .observe("b")
            .packets("a", 1)
            .close("a")
            .packets("a", 2)
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }

  @Test
  void errorsAreToldWhenAdding() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .step(
                g -> {
                  try {
                    g.addPacketToInputStream("a", Packet.of(1, Timestamp.UNSET));
                  } catch (StatusException expected) {
                    assertThat(expected.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
                  }
                })
            .unsettled()
            .packets("a", 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void cancelEndsTheRun() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packets("a", 1)
            .step(CalculatorGraph::cancel)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.CANCELLED);
    assertThat(out.packets("b")).containsExactly("1=1");
  }

  @Test
  void unknownObservedStream() {
    assertThatThrownBy(
            () ->
                CoreRun.of(
                        """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
                    .observe("nope")
                    .done())
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.NOT_FOUND));
  }
}
