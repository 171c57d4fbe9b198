package dev.easel.framework.core.side;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class StringToNumberCalculatorTest {
  @Test
  void readsNumbersOfEachSize() {
    CoreRun.Outcome oint =
        CoreRun.of(
                """
            node { calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "-42")
            .done("n");
    assertThat(oint.sidePackets()).containsEntry("n", -42);
    CoreRun.Outcome oint32 =
        CoreRun.of(
                """
            node { calculator: "StringToInt32Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", " +7 ")
            .done("n");
    assertThat(oint32.sidePackets()).containsEntry("n", 7);
    CoreRun.Outcome oint64 =
        CoreRun.of(
                """
            node { calculator: "StringToInt64Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "9223372036854775807")
            .done("n");
    assertThat(oint64.sidePackets()).containsEntry("n", Long.MAX_VALUE);
    CoreRun.Outcome ouint =
        CoreRun.of(
                """
            node { calculator: "StringToUintCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "4294967295")
            .done("n");
    assertThat(ouint.sidePackets()).containsEntry("n", 4294967295L);
    CoreRun.Outcome ouint32 =
        CoreRun.of(
                """
            node { calculator: "StringToUint32Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "0")
            .done("n");
    assertThat(ouint32.sidePackets()).containsEntry("n", 0L);
    CoreRun.Outcome ouint64 =
        CoreRun.of(
                """
            node { calculator: "StringToUint64Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "18446744073709551615")
            .done("n");
    assertThat(ouint64.sidePackets()).containsEntry("n", -1L);
  }

  @Test
  void refusesLetters() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "4x")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @Test
  void refusesNothing() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @Test
  void refusesFractions() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToInt64Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "1.0")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @Test
  void refusesNumbersTooLarge() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToIntCalculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "2147483648")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @Test
  void refusesNegativeUnsignedNumbers() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToUint64Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "-1")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @Test
  void refusesUnsignedNumbersTooLarge() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { calculator: "StringToUint32Calculator" input_side_packet: "s" output_side_packet: "n" }
            """)
            .side("s", "4294967296")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("could not be parsed as an integer");
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"StringToInt64Calculator, 7\t,7", "StringToUintCalculator,+007,7"})
  void takesSpacesSignsAndZeros(String calculator, String text, long number) {
    CoreRun.Outcome out =
        CoreRun.of(
                "node { calculator: \"%s\" input_side_packet: \"s\" output_side_packet: \"n\" }"
                    .formatted(calculator))
            .side("s", text)
            .done("n");
    assertThat(out.sidePackets()).containsEntry("n", number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u20037", "7\u001f", "\u0667", "0x7", "123456789012345678901"})
  void refusesWhatOnlyJavaTakesForANumber(String text) {
    CoreRun.Outcome out =
        CoreRun.of(
                "node { calculator: \"StringToInt64Calculator\" input_side_packet: \"s\""
                    + " output_side_packet: \"n\" }")
            .side("s", text)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }
}
