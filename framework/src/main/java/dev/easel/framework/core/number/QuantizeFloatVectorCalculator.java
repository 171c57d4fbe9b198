package dev.easel.framework.core.number;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.QuantizeFloatVectorCalculatorOptions;
import java.util.List;

/**
 * Packs floats into bytes: the range from {@code min_quantized_value} to {@code
 * max_quantized_value} becomes 0 to 255, what lies outside is clamped.
 *
 * <ul>
 *   <li>Input streams: {@code FLOAT_VECTOR} (List of Float).
 *   <li>Output streams: {@code ENCODED} (String, each character one byte: U+0000 to U+00FF).
 *   <li>Options: {@code QuantizeFloatVectorCalculatorOptions}: both values, required.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "QuantizeFloatVectorCalculator"
 *   input_stream: "FLOAT_VECTOR:features"
 *   output_stream: "ENCODED:small_features"
 *   options {
 *     [mediapipe.QuantizeFloatVectorCalculatorOptions.ext] {
 *       max_quantized_value: 2
 *       min_quantized_value: -2
 *     }
 *   }
 * }
 * }</pre>
 */
final class QuantizeFloatVectorCalculator extends Calculator {
  private float min;
  private float max;
  private float range;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives numbers as a byte each.");
    cc.inputs().tag("FLOAT_VECTOR").setListOf(Float.class);
    cc.outputs().tag("ENCODED").set(String.class);
  }

  @Override
  public void open(CalculatorContext cc) {
    QuantizeFloatVectorCalculatorOptions options =
        cc.options(QuantizeFloatVectorCalculatorOptions.class);
    RetCheck.argument(
        options.hasMaxQuantizedValue() && options.hasMinQuantizedValue(),
        "Both max_quantized_value and min_quantized_value must be provided in"
            + " QuantizeFloatVectorCalculatorOptions.");
    min = options.getMinQuantizedValue();
    max = options.getMaxQuantizedValue();
    range = QuantizedRange.of(min, max);
  }

  @Override
  public void process(CalculatorContext cc) {
    List<?> values = cc.inputs().index(0).get(List.class);
    StringBuilder encoded = new StringBuilder(values.size());
    for (Object value : values) {
      RetCheck.argument(value instanceof Float, "FLOAT_VECTOR holds something else than floats");
      float clamped = Math.min(Math.max((Float) value, min), max);
      encoded.append((char) (int) ((clamped - min) * (255.0 / range)));
    }
    cc.outputs().index(0).add(encoded.toString(), cc.inputTimestamp());
  }
}
