package dev.easel.framework.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CountingSourceCalculatorTest {
  @Test
  void countsUpToMaxCount() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:max_count" }
            """)
            .observe("n")
            .side("max_count", 3)
            .done();
    assertThat(out.good("n")).containsExactly("0=0", "1=1", "2=2");
  }

  @Test
  void sendsNothingForZero() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:max_count" }
            """)
            .observe("n")
            .side("max_count", 0)
            .done();
    assertThat(out.good("n")).isEmpty();
  }

  @Test
  void countsInBatchesAndSteps() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:max_count" input_side_packet: "BATCH_SIZE:batch_size" input_side_packet: "INITIAL_VALUE:initial_value" input_side_packet: "INCREMENT:increment" }
            """)
            .observe("n")
            .side("max_count", 2)
            .side("batch_size", 2)
            .side("initial_value", 100)
            .side("increment", 10)
            .done();
    assertThat(out.good("n")).containsExactly("100=100", "110=110", "120=120", "130=130");
  }

  @Test
  void failsAfterErrorCount() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "ERROR_COUNT:error_count" }
            """)
            .observe("n")
            .side("error_count", 2)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure()).hasMessageContaining("expected error");
    assertThat(out.packets("n")).containsExactly("0=0", "1=1");
  }

  @Test
  void failsInOpenOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:max_count" input_side_packet: "ERROR_ON_OPEN:error_on_open" }
            """)
            .side("max_count", 2)
            .side("error_on_open", true)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.NOT_FOUND);
    assertThat(out.failure()).hasMessageContaining("Calculator::Open() for node");
  }

  @Test
  void rejectsNoCount() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "CountingSourceCalculator" output_stream: "n"  }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void rejectsAStepOfZero() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:max_count" input_side_packet: "INCREMENT:increment" }
            """)
            .side("max_count", 2)
            .side("increment", 0)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
  }
}
