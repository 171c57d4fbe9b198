package dev.easel.framework.core.number;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class QuantizeCalculatorsTest {
  @Test
  void packAndUnpackFloats() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "QuantizeFloatVectorCalculator" input_stream: "FLOAT_VECTOR:v" output_stream: "ENCODED:e" options { [mediapipe.QuantizeFloatVectorCalculatorOptions.ext] { max_quantized_value: 2 min_quantized_value: -2 } } }
            node { calculator: "DequantizeByteArrayCalculator" input_stream: "ENCODED:e" output_stream: "FLOAT_VECTOR:o" options { [mediapipe.DequantizeByteArrayCalculatorOptions.ext] { max_quantized_value: 2 min_quantized_value: -2 } } }
            """)
            .observe("e", "o")
            .packet("v", 1, List.of(-5f, -2f, 0f, 2f, 5f))
            .done();
    assertThat(out.good("e")).containsExactly("1=\u0000\u0000\u007f\u00ff\u00ff");
    assertThat(out.good("o"))
        .containsExactly("1=[-1.9921875, -1.9921875, -3.0517578E-5, 2.0078125, 2.0078125]");
  }

  @Test
  void failWithoutARange() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            node { calculator: "QuantizeFloatVectorCalculator" input_stream: "FLOAT_VECTOR:v" output_stream: "ENCODED:e" }
            """)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure())
        .hasMessageContaining("Both max_quantized_value and min_quantized_value");
  }

  @Test
  void failOnAnEmptyRange() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "e"
            node { calculator: "DequantizeByteArrayCalculator" input_stream: "ENCODED:e" output_stream: "FLOAT_VECTOR:o" options { [mediapipe.DequantizeByteArrayCalculatorOptions.ext] { max_quantized_value: 1 min_quantized_value: 1 } } }
            """)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("must be greater than");
  }

  @Test
  void failOnCharactersThatAreNoBytes() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "e"
            node { calculator: "DequantizeByteArrayCalculator" input_stream: "ENCODED:e" output_stream: "FLOAT_VECTOR:o" options { [mediapipe.DequantizeByteArrayCalculatorOptions.ext] { max_quantized_value: 2 min_quantized_value: -2 } } }
            """)
            .packet("e", 1, "\u20ac")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("U+20AC");
  }
}
