package dev.easel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.easel.picture.RgbImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureAssertTest {
  private static final Pattern FILE = Pattern.compile("(?:in|look at) (/\\S+\\.png)");

  private static Path named(Throwable failure) {
    Matcher file = FILE.matcher(String.valueOf(failure.getMessage()));
    assertThat(file.find()).as(failure.getMessage()).isTrue();
    return Path.of(file.group(1));
  }

  @Test
  void allowsWhatIsWithinTheTolerance() {
    RgbImages grey = TestPictures.plain(8, 4, 0x808080);
    PictureAssert.assertSame(grey, TestPictures.plain(8, 4, 0x82807e), 2);
    PictureAssert.assertColour(grey, 7, 3, 0x7e8082, 2);
  }

  @Test
  void showsWhereTwoPicturesDiffer() {
    RgbImages grey = TestPictures.plain(8, 4, 0x808080);
    RgbImages spotted = TestPictures.plain(8, 4, 0x808080);
    spotted.pixels().put(3 * (2 * 8 + 5), (byte) 0xff).put(0, (byte) 0x85);
    Throwable failure = catchThrowable(() -> PictureAssert.assertSame(grey, spotted, 4));
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2 of 32 pixels differ by more than 4")
        .hasMessageContaining("most by 127 at (5, 2): expected #808080, got #ff8080")
        .hasMessageContaining("PictureAssertTest.showsWhereTwoPicturesDiffer-difference.png");
    RgbImages shown = TestPictures.read(named(failure));
    assertThat(shown.width()).isEqualTo(24);
    PictureAssert.assertColour(shown, 5, 2, 0x808080, 0);
    PictureAssert.assertColour(shown, 8 + 5, 2, 0xff8080, 0);
    PictureAssert.assertColour(shown, 16 + 5, 2, 0xff0000, 0);
    PictureAssert.assertColour(shown, 16 + 6, 2, 0, 0);
  }

  @Test
  void asksForThePictureThatIsExpectedWhereThereIsNone(@TempDir Path folder) throws Exception {
    Path expected = folder.resolve("expected.png");
    RgbImages red = TestPictures.plain(8, 4, 0xff0000);
    Throwable failure = catchThrowable(() -> PictureAssert.assertSame(expected, red, 0));
    assertThat(failure).hasMessageContaining("there is no " + expected);
    Files.copy(named(failure), expected);
    PictureAssert.assertSame(expected, red, 0);
  }

  @Test
  void namesSizesAndPlacesThatDoNotFit() {
    RgbImages red = TestPictures.plain(8, 4, 0xff0000);
    assertThat(
            catchThrowable(
                () -> PictureAssert.assertSame(red, TestPictures.plain(4, 8, 0xff0000), 0)))
        .hasMessageContaining("expected 1 of 8x4, got 1 of 4x8");
    assertThat(catchThrowable(() -> PictureAssert.assertColour(red, 8, 0, 0xff0000, 0)))
        .hasMessageContaining("(8, 0) is outside");
    assertThat(catchThrowable(() -> PictureAssert.assertColour(red, 1, 0, 0x00ff00, 9)))
        .hasMessageContaining("expected #00ff00 at (1, 0), got #ff0000");
  }
}
