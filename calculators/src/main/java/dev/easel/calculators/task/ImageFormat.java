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
