package dev.easel.genai.lora;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Multiplies the numbers of a matrix in the types that adapters have. */
final class MatrixNumbers {
  private static final int HALF_BITS = 13;
  private static final int BRAIN_BITS = 16;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int INFINITE = 0x7f800000;

  /** The smallest float that is too large for half a float, and how the exponents differ. */
  private static final int TOO_LARGE = 0x47800000;

  private static final int SMALLEST_NORMAL = 0x38800000;
  private static final int BIAS = 0x38000000;
  private static final float SUBNORMALS = 1 << 24;

  private MatrixNumbers() {}

  /** Multiplies what is between position and limit; {@code type} is F32, F16 or BF16. */
  static void scale(ByteBuffer numbers, String type, float factor) {
    ByteBuffer all = numbers.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int step = bytes(type);
    for (int at = all.position(); at + step <= all.limit(); at += step) {
      switch (type) {
        case "F32" -> all.putFloat(at, all.getFloat(at) * factor);
        case "F16" -> all.putShort(at, half(single(all.getShort(at)) * factor));
        default ->
            all.putShort(at, brain(Float.intBitsToFloat(all.getShort(at) << BRAIN_BITS) * factor));
      }
    }
  }

  /** The one number at the position. */
  static float number(ByteBuffer number, String type) {
    ByteBuffer one = number.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch (type) {
      case "F32" -> one.getFloat();
      case "F16" -> single(one.getShort());
      default -> Float.intBitsToFloat(one.getShort() << BRAIN_BITS);
    };
  }

  static int bytes(String type) {
    return type.equals("F32") ? Float.BYTES : Short.BYTES;
  }

  private static float single(short half) {
    int sign = (half & 0x8000) << 16;
    int magnitude = half & 0x7fff;
    if (magnitude >= 0x7c00) {
      return Float.intBitsToFloat(sign | INFINITE | (magnitude & 0x3ff) << HALF_BITS);
    }
    if (magnitude < 0x400) {
      float small = magnitude / SUBNORMALS;
      return sign == 0 ? small : -small;
    }
    return Float.intBitsToFloat(sign | (magnitude << HALF_BITS) + BIAS);
  }

  /** Rounds to the nearest, of two as near to the even one, as all arithmetic does. */
  private static short half(float single) {
    int bits = Float.floatToRawIntBits(single);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & MAGNITUDE;
    int half;
    if (magnitude > INFINITE) {
      half = 0x7e00;
    } else if (magnitude >= TOO_LARGE) {
      half = 0x7c00;
    } else if (magnitude >= SMALLEST_NORMAL) {
      half = (magnitude - BIAS + 0xfff + (magnitude >>> HALF_BITS & 1)) >>> HALF_BITS;
    } else {
      half = (int) Math.rint(Float.intBitsToFloat(magnitude) * SUBNORMALS);
    }
    return (short) (sign | half);
  }

  private static short brain(float single) {
    int bits = Float.floatToRawIntBits(single);
    if ((bits & MAGNITUDE) > INFINITE) {
      return (short) (bits >>> BRAIN_BITS | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> BRAIN_BITS & 1)) >>> BRAIN_BITS);
  }
}
