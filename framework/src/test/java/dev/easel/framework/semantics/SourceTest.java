package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SourceTest {
  @Test
  void higherLayersWait() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "hi" input_side_packet: "MAX_COUNT:m" source_layer: 1 input_side_packet: "INITIAL_VALUE:ten" }
            node { calculator: "CountingSourceCalculator" output_stream: "lo" input_side_packet: "MAX_COUNT:m"  }
            node { calculator: "ImmediateMuxCalculator" input_stream: "hi" input_stream: "lo" output_stream: "o" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler"  } }
            """)
            .observe("o")
            .side("m", 3)
            .side("ten", 10)
            .done();
    assertThat(out.good("o")).containsExactly("0=0", "1=1", "2=2", "10=10", "11=11", "12=12");
  }

  @Test
  void lowerLayersSupersedeNothing() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "hi" input_side_packet: "MAX_COUNT:m" input_side_packet: "INITIAL_VALUE:ten" }
            node { calculator: "CountingSourceCalculator" output_stream: "lo" input_side_packet: "MAX_COUNT:m" source_layer: 1 }
            node { calculator: "ImmediateMuxCalculator" input_stream: "hi" input_stream: "lo" output_stream: "o" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler"  } }
            """)
            .observe("o")
            .side("m", 3)
            .side("ten", 10)
            .done();
    assertThat(out.good("o")).containsExactly("10=10", "11=11", "12=12");
  }

  @Test
  void stopFromANodeEndsSources() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator"    }
            """)
            .observe("b")
            .packets("a", 1)
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }

  @Test
  void errorOfASourceEndsTheRun() {
    StatusCode code =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "ERROR_COUNT:e" }
            node { calculator: "PassThroughCalculator" input_stream: "n" output_stream: "b" }
            """)
            .side("e", 0)
            .done()
            .failure()
            .code();
    assertThat(code).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void twoErrorsOfOneCodeKeepIt() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { name: "x" calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            node { name: "y" calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "k" }
            """)
            .side("s", "?")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("Calculator::Open() for node");
  }
}
