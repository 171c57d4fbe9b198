package dev.easel.http.form;

/**
 * How large a form may be, beside the limit of the whole body.
 *
 * @param parts the most parts
 * @param headerBytes the most bytes of one part's headers
 */
public record FormLimits(int parts, int headerBytes) {

  /** The highest number of parts that no real client comes near. */
  public static final FormLimits DEFAULT = new FormLimits(128, 8 << 10);

  /** Checks that the limits allow anything. */
  public FormLimits {
    if (parts < 1 || headerBytes < 64) {
      throw new IllegalArgumentException("a form needs at least one part and 64 header bytes");
    }
  }
}
