package dev.easel.calculators.image;

/** An image file that is not what it should be; the message says what is wrong with it. */
public final class ImageFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  ImageFormatException(String message) {
    super(message);
  }
}
