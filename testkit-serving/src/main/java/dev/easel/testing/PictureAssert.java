package dev.easel.testing;

import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says of pictures what they should show; what is wrong can be looked at.
 *
 * <p>Files go to {@code target/pictures} below the current folder, named after the test.
 *
 * <p><b>Threads:</b> any.
 */
public final class PictureAssert {
  private static final Path FOLDER = Path.of("target", "pictures");
  private static final int MOST = 255;

  private PictureAssert() {}

  /**
   * Pictures are the same but for a tolerance.
   *
   * <p><b>Failure:</b> an {@link AssertionError} that names how many pixels differ, where most, and
   * the file that shows what was expected, what there is, and the difference, side by side.
   *
   * @param tolerance by how much each of red, green and blue may differ, 0 to 255
   */
  public static void assertSame(RgbImages expected, RgbImages actual, int tolerance) {
    if (expected.count() != actual.count()
        || expected.width() != actual.width()
        || expected.height() != actual.height()) {
      throw new AssertionError(
          "expected %s, got %s; see %s"
              .formatted(size(expected), size(actual), write(actual, "actual")));
    }
    for (int image = 0; image < expected.count(); image++) {
      PictureDifference difference =
          PictureDifference.of(expected.image(image), actual.image(image), expected.width());
      if (difference.most() > tolerance) {
        Path file = write(difference.panels(expected, actual, image), "difference");
        throw new AssertionError(
            difference.text(tolerance)
                + (expected.count() > 1 ? " in picture " + image : "")
                + "; see expected, actual and difference in "
                + file);
      }
    }
  }

  /**
   * A picture is the same as that in a file. Where there is no such file yet, the failure names the
   * picture to look at and to copy there.
   */
  public static void assertSame(Path expected, RgbImages actual, int tolerance) {
    if (!Files.exists(expected)) {
      throw new AssertionError(
          "there is no %s; look at %s, and copy it there if it is right"
              .formatted(expected, write(actual, "actual")));
    }
    assertSame(TestPictures.read(expected), actual, tolerance);
  }

  /**
   * One pixel of a picture has a colour; of several pictures, that of the first.
   *
   * @param rgb such as {@code 0xff0000} for red
   * @param tolerance by how much each of red, green and blue may differ
   */
  public static void assertColour(RgbImages actual, int x, int y, int rgb, int tolerance) {
    if (x < 0 || y < 0 || x >= actual.width() || y >= actual.height()) {
      throw new AssertionError("(%d, %d) is outside of %s".formatted(x, y, size(actual)));
    }
    int found = PictureDifference.rgb(actual.image(0), 3 * (y * actual.width() + x));
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs(((found >> shift) & MOST) - ((rgb >> shift) & MOST)) > tolerance) {
        throw new AssertionError(
            "expected #%06x at (%d, %d), got #%06x; see %s"
                .formatted(rgb, x, y, found, write(actual, "actual")));
      }
    }
  }

  private static String size(RgbImages pictures) {
    return "%d of %dx%d".formatted(pictures.count(), pictures.width(), pictures.height());
  }

  private static Path write(RgbImages picture, String what) {
    Path file = FOLDER.resolve(test() + "-" + what + ".png");
    try {
      Files.createDirectories(FOLDER);
      Files.write(file, TestPictures.png(picture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toAbsolutePath();
  }

  /** The first caller outside of this package: its class and method. */
  private static String test() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !isOwn(frame.getClassName()))
                    .findFirst()
                    .map(PictureAssert::name)
                    .orElse("picture"));
  }

  private static boolean isOwn(String type) {
    return type.equals(PictureAssert.class.getName())
        || type.startsWith(PictureAssert.class.getName() + "$");
  }

  private static String name(StackFrame frame) {
    String type = frame.getClassName().substring(frame.getClassName().lastIndexOf('.') + 1);
    return (type + "." + frame.getMethodName().replaceAll("^lambda\\$|\\$\\d+$", ""))
        .replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
