package dev.easel.framework.core.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MuxCalculatorTest {
  @Test
  void passesTheSelectedInput() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "i0"
            input_stream: "i1"
            input_stream: "sel"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_stream: "INPUT:1:i1" input_stream: "SELECT:sel" output_stream: "OUTPUT:o"  }
            """)
            .observe("o")
            .packet("i0", 1, "a")
            .packet("sel", 1, 0)
            .packet("i1", 2, "b")
            .packet("sel", 2, 1)
            .packet("i0", 3, "c")
            .packet("i1", 3, "d")
            .packet("sel", 3, 1)
            .done();
    assertThat(out.good("o")).containsExactly("1=a", "2=b", "3=d");
  }

  @Test
  void waitsOnlyForTheSelectedInput() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "i0"
            input_stream: "i1"
            input_stream: "sel"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_stream: "INPUT:1:i1" input_stream: "SELECT:sel" output_stream: "OUTPUT:o"  }
            """)
            .observe("o")
            .packet("sel", 5, 1)
            .packet("i1", 5, "x")
            .idle();
    assertThat(out.good("o")).containsExactly("5=x");
  }

  @Test
  void sendsABoundWhereTheSelectedInputHasNone() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "i0"
            input_stream: "i1"
            input_stream: "sel"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_stream: "INPUT:1:i1" input_stream: "SELECT:sel" output_stream: "OUTPUT:o"  }
            """)
            .observeBounds("o")
            .packet("sel", 5, 0)
            .bound("i0", 6)
            .idle();
    assertThat(out.good("o")).containsExactly("4", "5");
  }

  @Test
  void readsSelectFromASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "i0"
            input_stream: "i1"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_stream: "INPUT:1:i1" input_side_packet: "SELECT:sel" output_stream: "OUTPUT:o" input_stream_handler { input_stream_handler: "DefaultInputStreamHandler" } }
            """)
            .observe("o")
            .side("sel", 1)
            .packet("i0", 1, "a")
            .packet("i1", 1, "b")
            .done();
    assertThat(out.good("o")).containsExactly("1=b");
  }

  @Test
  void failsOnASelectionOutOfRange() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "i0"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_side_packet: "SELECT:sel" output_stream: "OUTPUT:o" input_stream_handler { input_stream_handler: "DefaultInputStreamHandler" } }
            """)
            .side("sel", 1)
            .packet("i0", 1, "a")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("SELECT is 1");
  }

  @Test
  void rejectsSelectAsStreamAndSidePacket() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "i0"
            input_stream: "i1"
            input_stream: "sel"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" input_stream: "INPUT:1:i1" input_stream: "SELECT:sel" output_stream: "OUTPUT:o" input_side_packet: "SELECT:s" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal)
        .hasMessageContaining("SELECT can be connected as a stream or as a side packet");
  }

  @Test
  void rejectsNoSelect() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "i0"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:i0" output_stream: "OUTPUT:o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("SELECT must be connected");
  }
}
