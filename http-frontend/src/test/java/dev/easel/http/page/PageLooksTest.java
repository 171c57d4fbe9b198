package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.SimulatedServer;
import dev.easel.store.Until;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages on a phone and on a desk, by day and by night; their pictures are for people to see.
 */
@Timeout(300)
class PageLooksTest {
  private static final Path PICTURES = Path.of("target", "pages");

  @TempDir static Path folder;

  private static ShownServer shown;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    shown =
        ShownServer.open(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    browser = shown.browser();
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() {
    if (shown != null) {
      shown.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"390,false", "390,true", "1280,false", "1280,true"})
  void theyFit(int width, boolean isDark) throws Exception {
    browser.look(width, 844, isDark);
    browser.show("/playground");
    browser.choose("model", "sim");
    browser.type("prompt", "a prompt that is as long as a word can be: " + "x".repeat(200));
    browser.click("go");
    Until.holds(
        "a picture",
        () -> browser.text("error").isEmpty() && !browser.all("#results img").isEmpty());
    browser.all("details").forEach(each -> browser.ask("arguments[0].open = true", each));
    check("playground", width, isDark);
    browser.show("/graphs");
    Until.holds("a drawing", () -> !browser.all(".drawing svg").isEmpty());
    browser.all("details").forEach(each -> browser.ask("arguments[0].open = true", each));
    check("graphs", width, isDark);
    browser.check();
  }

  private static void check(String page, int width, boolean isDark) throws Exception {
    assertThat(browser.number("return document.documentElement.scrollWidth"))
        .as(page + " is no wider than its window")
        .isLessThanOrEqualTo(width);
    Path file = PICTURES.resolve(page + "-" + width + (isDark ? "-dark" : "") + ".png");
    browser.photograph(file);
    BufferedImage picture = ImageIO.read(file.toFile());
    Color corner = new Color(picture.getRGB(2, picture.getHeight() - 2));
    assertThat(corner.getGreen() < 128).as(page + " by night").isEqualTo(isDark);
  }
}
