package dev.easel.calculators.image.header;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The formats that an uploaded image can have, told by the file's first bytes. */
public enum InputFormat {
  /** Portable Network Graphics. */
  PNG("\u0089PNG\r\n\u001a\n", 0, ""),
  /** Baseline and progressive JPEG, gray, YCbCr and CMYK. */
  JPEG("\u00ff\u00d8\u00ff", 0, ""),
  /** WebP, lossy and lossless; the first frame of an animation. */
  WEBP("RIFF", 8, "WEBP"),
  /** GIF, the first frame. */
  GIF("GIF8", 0, ""),
  /** Windows bitmap. */
  BMP("BM", 0, "");

  /** What an error message tells a user to send. */
  public static final String LIST = "PNG, JPEG, WebP, GIF or BMP";

  private final String start;
  private final int secondAt;
  private final String second;

  InputFormat(String start, int secondAt, String second) {
    this.start = start;
    this.secondAt = secondAt;
    this.second = second;
  }

  /** The format of a file; empty when it is none of these. */
  public static Optional<InputFormat> detect(ByteBuffer file) {
    for (InputFormat format : values()) {
      if (has(file, 0, format.start) && has(file, format.secondAt, format.second)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  private static boolean has(ByteBuffer file, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (file.remaining() < offset + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (file.get(file.position() + offset + i) != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
