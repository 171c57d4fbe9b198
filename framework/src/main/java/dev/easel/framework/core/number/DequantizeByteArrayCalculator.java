package dev.easel.framework.core.number;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.core.port.RetCheck;
import dev.easel.framework.proto.DequantizeByteArrayCalculatorOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Unpacks what {@link QuantizeFloatVectorCalculator} packed: each byte becomes the middle of its
 * step.
 *
 * <ul>
 *   <li>Input streams: {@code ENCODED} (String, each character one byte: U+0000 to U+00FF).
 *   <li>Output streams: {@code FLOAT_VECTOR} (List of Float).
 *   <li>Options: {@code DequantizeByteArrayCalculatorOptions}: {@code max_quantized_value} and
 *       {@code min_quantized_value}, required.
 * </ul>
 *
 * <pre>{@code
 * node {
 *   calculator: "DequantizeByteArrayCalculator"
 *   input_stream: "ENCODED:small_features"
 *   output_stream: "FLOAT_VECTOR:features"
 *   options {
 *     [mediapipe.DequantizeByteArrayCalculatorOptions.ext] {
 *       max_quantized_value: 2
 *       min_quantized_value: -2
 *     }
 *   }
 * }
 * }</pre>
 */
final class DequantizeByteArrayCalculator extends Calculator {
  private float scale;
  private float bias;

  @Override
  public void contract(CalculatorContract cc) {
    cc.describe("Gives bytes as the numbers that they stand for.");
    cc.inputs().tag("ENCODED").set(String.class);
    cc.outputs().tag("FLOAT_VECTOR").setListOf(Float.class);
  }

  @Override
  public void open(CalculatorContext cc) {
    DequantizeByteArrayCalculatorOptions options =
        cc.options(DequantizeByteArrayCalculatorOptions.class);
    RetCheck.argument(
        options.hasMaxQuantizedValue() && options.hasMinQuantizedValue(),
        "Both max_quantized_value and min_quantized_value must be provided in"
            + " DequantizeByteArrayCalculatorOptions.");
    float min = options.getMinQuantizedValue();
    float range = QuantizedRange.of(min, options.getMaxQuantizedValue());
    scale = (float) (range / 255.0);
    bias = (float) (range / 512.0 + min);
  }

  @Override
  public void process(CalculatorContext cc) {
    String encoded = cc.inputs().index(0).get(String.class);
    List<Float> values = new ArrayList<>(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char step = encoded.charAt(i);
      RetCheck.argument(
          step <= 255, "ENCODED holds U+%04X at %d, which is no byte".formatted((int) step, i));
      values.add(step * scale + bias);
    }
    cc.outputs().index(0).add(List.copyOf(values), cc.inputTimestamp());
  }
}
