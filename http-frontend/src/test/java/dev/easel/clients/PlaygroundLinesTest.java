package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.page.Browser;
import dev.easel.store.Until;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The lines that the playground prints for what was done do the same, with the shipped model. */
@Timeout(300)
final class PlaygroundLinesTest {
  /** What a shell, JSON and Python would each read in their own way. */
  private static final String PROMPT = "a red circle, it's \"round\" $HOME \\ `x`";

  @TempDir static Path folder;

  private static ShippedServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = ShippedServer.open();
    browser = Browser.open(server.base(""));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    server.close();
  }

  private static void make(int runs) throws Exception {
    browser.type("prompt", PROMPT);
    browser.submit();
    Until.holds(
        "a picture",
        () -> {
          assertThat(browser.text("error")).isEmpty();
          return browser.all("#results .run").size() == runs;
        });
    browser.check();
  }

  private static String line(String language) {
    return String.valueOf(
        browser.ask(
            "return document.querySelector('.run .' + arguments[0] + ' code').textContent",
            language));
  }

  /** Both, each in a folder of its own with the files that the page lets be saved. */
  private static void check(List<String> made, String... files) throws Exception {
    PythonEnvironment environment =
        PythonEnvironment.open("openai-client", Path.of("src/test/clients/requirements.txt"));
    for (String language : List.of("curl", "python")) {
      Path place = Files.createTempDirectory(folder, language);
      for (String file : files) {
        ImageIO.write(browser.linked(file), "png", place.resolve(file).toFile());
      }
      Path program = Files.writeString(place.resolve("lines"), line(language));
      String interpreter = language.equals("curl") ? "sh -e" : environment.python();
      PythonEnvironment.run(
          List.of("sh", "-c", "cd '" + place + "' && " + interpreter + " '" + program + "'"));
      for (int i = 0; i < made.size(); i++) {
        BufferedImage shown = browser.picture(browser.all(".run:first-child figure img").get(i));
        assertSame(ImageFiles.read(place.resolve(made.get(i))), shown);
      }
    }
  }

  private static void assertSame(BufferedImage one, BufferedImage other) {
    assertThat(one.getWidth()).isEqualTo(other.getWidth());
    assertThat(one.getHeight()).isEqualTo(other.getHeight());
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        assertThat(one.getRGB(x, y)).isEqualTo(other.getRGB(x, y));
      }
    }
  }

  @Test
  void theyMakeTheSamePictures() throws Exception {
    browser.show("/playground");
    browser.choose("model", "shapes");
    browser.choose("size", "384x384");
    browser.type("n", "2");
    browser.all("details").forEach(each -> browser.ask("arguments[0].open = true", each));
    browser.type("num_inference_steps", "5");
    browser.type("guidance_scale", "2.5");
    browser.type("negative_prompt", "blue 'things'");
    make(1);
    check(List.of("picture-0.png", "picture-1.png"));
  }

  @Test
  void theyPaintOverTheSamePlace() throws Exception {
    ImageFiles.write(folder);
    browser.show("/playground");
    browser.choose("model", "shapes");
    browser.all("input[name=mode][value=paint]").get(0).sendKeys(Keys.SPACE);
    browser.at("file").sendKeys(folder.resolve("image.png").toAbsolutePath().toString());
    Until.holds("the board", () -> browser.at("board").isDisplayed());
    browser.ask("document.getElementById('canvas').focus()");
    browser.press(Keys.SPACE);
    browser.type("seed", "5");
    make(1);
    check(List.of("picture.png"), "source.png", "mask.png");
  }
}
