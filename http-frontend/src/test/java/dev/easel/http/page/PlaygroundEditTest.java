package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.SimulatedServer;
import dev.easel.store.Until;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The playground in a browser: pictures from pictures. */
@Timeout(300)
class PlaygroundEditTest {
  private static final int SIZE = 256;
  private static final int WHITE = Color.WHITE.getRGB();
  private static final int BLACK = Color.BLACK.getRGB();

  @TempDir static Path folder;

  private static Path file;
  private static ShownServer shown;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    shown =
        ShownServer.open(
            folder, Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")));
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D ink = picture.createGraphics();
    ink.setColor(Color.RED);
    ink.fillRect(0, 0, SIZE, SIZE);
    ink.dispose();
    file = folder.resolve("red.png").toAbsolutePath();
    ImageIO.write(picture, "png", file.toFile());
    browser = shown.browser();
  }

  @AfterAll
  static void stop() {
    if (shown != null) {
      shown.close();
    }
  }

  @BeforeEach
  void show() {
    browser.show("/playground");
    browser.choose("model", "sim");
    browser.type("prompt", "a blue square");
  }

  @AfterEach
  void check() throws Exception {
    browser.check();
  }

  private static void mode(String name) {
    browser.all("input[name=mode][value=" + name + "]").get(0).sendKeys(Keys.SPACE);
  }

  private static void give() {
    browser.at("file").sendKeys(file.toString());
    Until.holds("the board", () -> browser.at("board").isDisplayed());
  }

  private static void awaitPicture() {
    Until.holds(
        "a picture",
        () -> {
          assertThat(browser.text("error")).isEmpty();
          return !browser.all("#results img").isEmpty() && !browser.at("running").isDisplayed();
        });
  }

  /** What was sent, as the page lets it be saved. */
  private static BufferedImage sent(String name) throws Exception {
    BufferedImage picture = browser.linked(name);
    for (int at = 0; at < picture.getWidth(); at++) {
      if (name.equals("mask.png")) {
        assertThat(picture.getRGB(at, picture.getHeight() / 2)).isIn(WHITE, BLACK);
      }
    }
    return picture;
  }

  @Test
  void changesAPictureThatWasMade() {
    browser.click("go");
    awaitPicture();
    browser.all(".run button").stream()
        .filter(button -> button.getText().equals("Change"))
        .findFirst()
        .orElseThrow()
        .click();
    Until.holds("the board", () -> browser.at("board").isDisplayed());
    browser.type("strength", "0.5");
    browser.click("go");
    Until.holds("a second picture", () -> browser.all("#results .run").size() == 2);
    assertThat(browser.ask("return document.querySelector('.run pre').textContent").toString())
        .contains(
            "/v3/images/edits",
            "--form-string 'strength=0.5'",
            "response_format=b64_json",
            "-F image=@source.png");
  }

  @Test
  void paintsAMaskByMouse() throws Exception {
    mode("paint");
    give();
    WebElement canvas = browser.at("canvas");
    int quarter = canvas.getSize().getWidth() / 4;
    Actions stroke =
        browser
            .hands()
            .moveToElement(canvas, -quarter, 0)
            .clickAndHold()
            .moveByOffset(quarter, 0)
            .moveByOffset(quarter, 0)
            .release();
    stroke.perform();
    assertThat(browser.text("board-status")).containsPattern("[1-9]\\d* % painted");
    browser.click("go");
    awaitPicture();
    BufferedImage mask = sent("mask.png");
    assertThat(mask.getWidth()).isEqualTo(SIZE);
    assertThat(mask.getRGB(SIZE / 2, SIZE / 2)).isEqualTo(WHITE);
    assertThat(mask.getRGB(SIZE / 4 + 2, SIZE / 2)).isEqualTo(WHITE);
    assertThat(mask.getRGB(SIZE / 2, SIZE / 8)).isEqualTo(BLACK);
    assertThat(sent("source.png").getRGB(10, 10)).isEqualTo(Color.RED.getRGB());
  }

  @Test
  void paintsAMaskByFinger() throws Exception {
    browser.look(390, 844, false);
    mode("paint");
    give();
    WebElement canvas = browser.at("canvas");
    int quarter = canvas.getSize().getWidth() / 4;
    browser.stroke(canvas, -quarter, quarter);
    assertThat(browser.text("board-status")).containsPattern("[1-9]\\d* % painted");
    browser.click("go");
    awaitPicture();
    BufferedImage mask = sent("mask.png");
    assertThat(mask.getRGB(SIZE / 4 + 2, SIZE / 2)).isEqualTo(WHITE);
    assertThat(mask.getRGB(SIZE / 2, SIZE / 2)).isEqualTo(WHITE);
    assertThat(mask.getRGB(SIZE / 2, SIZE / 8)).isEqualTo(BLACK);
    browser.look(1280, 900, false);
  }

  @Test
  void paintsAMaskByKeyboard() throws Exception {
    mode("paint");
    give();
    browser.ask("document.getElementById('canvas').focus()");
    Actions keys = browser.hands();
    for (int i = 0; i < 8; i++) {
      keys.sendKeys(Keys.ARROW_LEFT);
    }
    keys.keyDown(Keys.SPACE);
    for (int i = 0; i < 4; i++) {
      keys.sendKeys(Keys.ARROW_DOWN);
    }
    keys.keyUp(Keys.SPACE);
    for (int i = 0; i < 8; i++) {
      keys.sendKeys(Keys.ARROW_DOWN);
    }
    keys.perform();
    assertThat(browser.text("board-status")).startsWith("Brush at 64, 224; ");
    browser.submit();
    awaitPicture();
    BufferedImage mask = sent("mask.png");
    assertThat(mask.getRGB(64, 128)).isEqualTo(WHITE);
    assertThat(mask.getRGB(64, 160)).isEqualTo(WHITE);
    assertThat(mask.getRGB(64, 210)).isEqualTo(BLACK);
    assertThat(mask.getRGB(128, 128)).isEqualTo(BLACK);
  }

  @Test
  void takesBackWhatWasPainted() {
    mode("paint");
    give();
    browser.ask("document.getElementById('canvas').focus()");
    browser.press(Keys.SPACE);
    assertThat(browser.text("board-status")).doesNotContain("; 0 %");
    browser.click("erase");
    browser.ask("document.getElementById('canvas').focus()");
    browser.press(Keys.SPACE);
    assertThat(browser.text("board-status")).doesNotContainPattern("[1-9]\\d* % painted");
    browser.click("clear");
    assertThat(browser.text("board-status")).isEqualTo("Nothing is painted");
    browser.click("go");
    Until.holds("an error", () -> browser.text("error").startsWith("Paint first"));
    assertThat(browser.focused()).isEqualTo("canvas");
  }

  @Test
  void extendsAPicture() throws Exception {
    mode("extend");
    give();
    browser.choose("size", "other");
    browser.type("custom-size", "512x256");
    browser.ask("document.getElementById('canvas').focus()");
    for (int i = 0; i < 20; i++) {
      browser.press(Keys.ARROW_LEFT);
    }
    assertThat(browser.text("board-status")).isEqualTo("Picture at 0, 0, 256 by 256 pixels");
    browser.click("go");
    awaitPicture();
    BufferedImage mask = sent("mask.png");
    assertThat(List.of(mask.getWidth(), mask.getHeight())).containsExactly(512, 256);
    assertThat(mask.getRGB(255, 100)).isEqualTo(BLACK);
    assertThat(mask.getRGB(256, 100)).isEqualTo(WHITE);
    BufferedImage made = browser.picture(browser.all("#results img").get(0));
    assertThat(List.of(made.getWidth(), made.getHeight())).containsExactly(512, 256);
  }

  @Test
  void theBoardIsReachedByTab() {
    mode("paint");
    give();
    assertThat(browser.tabbed())
        .contains("file", "canvas", "brush", "erase", "clear", "strength", "paint");
  }

  @Test
  void asksForAPictureFirst() {
    mode("change");
    browser.click("go");
    Until.holds("an error", () -> browser.text("error").equals("Choose a picture first."));
    assertThat(browser.focused()).isEqualTo("file");
  }
}
