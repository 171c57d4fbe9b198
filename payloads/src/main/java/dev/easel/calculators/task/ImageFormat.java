package dev.easel.calculators.task;

import java.util.Locale;
import java.util.Optional;

/** The formats that an answer's images can have. */
public enum ImageFormat {
  /** Lossless; the default. */
  PNG,
  /** Lossy, quickest to encode. */
  JPEG,
  /** Lossy, smallest. */
  WEBP;

  /** The most pixels of a side that a WebP file can have (RFC 9649). */
  public static final int WEBP_SIDE = 16_383;

  /** The format's name on the wire, for example {@code png}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The format's media type, for example {@code image/png}. */
  public String mediaType() {
    return "image/" + wireName();
  }

  /** The format with this name on the wire. */
  public static Optional<ImageFormat> find(String wireName) {
    for (ImageFormat format : values()) {
      if (format.wireName().equals(wireName)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
