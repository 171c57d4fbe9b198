package dev.easel.framework.core.timing;

/**
 * The header of a stream of video frames.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param format the pixel format, such as {@code SRGB}; empty if unknown
 * @param width pixels
 * @param height pixels
 * @param duration seconds; 0 if unknown
 * @param frameRate frames a second; 0 if unknown
 * @param frameRateNumerator the exact frame rate's numerator; 0 if unknown
 * @param frameRateDenominator the exact frame rate's denominator; 0 if unknown
 */
public record VideoHeader(
    String format,
    int width,
    int height,
    float duration,
    double frameRate,
    int frameRateNumerator,
    int frameRateDenominator) {

  /** A header that says nothing. */
  public static VideoHeader unknown() {
    return new VideoHeader("", 0, 0, 0, 0, 0, 0);
  }

  /** The same header with another frame rate. */
  public VideoHeader withFrameRate(double newFrameRate) {
    return new VideoHeader(
        format, width, height, duration, newFrameRate, frameRateNumerator, frameRateDenominator);
  }
}
