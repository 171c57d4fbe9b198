package dev.easel.genai;

import dev.easel.picture.PixelMemory;
import dev.easel.picture.RgbImages;
import java.nio.ByteBuffer;

/**
 * Takes the pixels out of a native tensor, whose memory the next run of the pipeline writes over.
 */
final class PixelTensor {
  private PixelTensor() {}

  static RgbImages take(long tensor, PixelMemory memory) {
    try {
      long[] shape = shape(tensor);
      int count = Math.toIntExact(shape[0]);
      int height = Math.toIntExact(shape[1]);
      int width = Math.toIntExact(shape[2]);
      ByteBuffer pixels = memory.take(RgbImages.bytes(count, height, width));
      copy(tensor, pixels);
      return RgbImages.lent(count, height, width, pixels, memory);
    } finally {
      free(tensor);
    }
  }

  private static native long[] shape(long tensor);

  private static native void copy(long tensor, ByteBuffer target);

  private static native void free(long tensor);
}
