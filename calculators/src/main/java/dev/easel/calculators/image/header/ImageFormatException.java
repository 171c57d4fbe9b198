package dev.easel.calculators.image.header;

/** An image file that is not what it should be; the message says what is wrong with it. */
public final class ImageFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the file. */
  public ImageFormatException(String message) {
    super(message);
  }
}
