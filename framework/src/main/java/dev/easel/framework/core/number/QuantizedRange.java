package dev.easel.framework.core.number;

import dev.easel.framework.core.port.RetCheck;

/** The range that 256 steps divide. */
final class QuantizedRange {
  /** The distance from 1 to the next float. */
  private static final float SMALLEST = Math.ulp(1f);

  private QuantizedRange() {}

  static float of(float min, float max) {
    RetCheck.argument(
        max >= min + SMALLEST,
        "max_quantized_value must be greater than min_quantized_value, but %s is not greater than %s."
            .formatted(max, min));
    return max - min;
  }
}
