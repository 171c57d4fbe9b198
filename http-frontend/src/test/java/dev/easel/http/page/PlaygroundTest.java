package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.store.Until;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The playground in a browser: pictures from words. */
@Timeout(300)
class PlaygroundTest {
  private static final String PATH = "/v3/images/generations";

  @TempDir static Path folder;

  private static ShownServer shown;
  private static SimulatedServer server;
  private static Browser browser;

  @BeforeAll
  static void start() throws Exception {
    shown =
        ShownServer.open(
            folder,
            Map.of(
                "sim",
                SimulatedServer.simulated("simulation { step_millis: 30 }"),
                "stalls",
                SimulatedServer.simulated(
                    "max_waiting: 1 simulation { step_millis: 20 stall_at_step: 3 }")));
    server = shown.server();
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
    browser.choose("size", "other");
    browser.type("custom-size", "64x64");
    browser.type("prompt", "a red circle");
  }

  @AfterEach
  void check() throws Exception {
    browser.check();
  }

  private static List<WebElement> made() {
    return browser.all("#results .run:first-child img");
  }

  private static void awaitRuns(int count) {
    Until.holds(
        count + " runs",
        () -> {
          assertThat(browser.text("error")).isEmpty();
          return browser.all("#results .run").size() == count
              && !browser.at("running").isDisplayed();
        });
  }

  private static boolean isSame(BufferedImage a, BufferedImage b) {
    return Arrays.equals(pixels(a), pixels(b));
  }

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
  }

  /**
   * Says how often the page has shown something, since what comes and goes is not met by looking.
   */
  private static void watchPreviews() {
    browser.ask(
        """
        window.seen = {sources: 0, steps: new Set()};
        new MutationObserver(all => all.forEach(each => {
          seen.sources += each.attributeName === 'src' ? 1 : 0;
        })).observe(document.getElementById('previews'), {subtree: true, attributes: true});
        new MutationObserver(() => seen.steps.add(document.getElementById('running-text').textContent))
          .observe(document.getElementById('running-text'), {childList: true});
        """);
  }

  @Test
  void showsAPictureCome() throws Exception {
    browser.type("seed", "7");
    watchPreviews();
    browser.click("go");
    awaitRuns(1);
    assertThat(browser.number("return seen.sources")).isGreaterThanOrEqualTo(3);
    assertThat(browser.ask("return [...seen.steps].filter(s => s.startsWith('Step')).length > 2"))
        .isEqualTo(true);
    assertThat(made()).hasSize(1);
    BufferedImage picture = browser.picture(made().get(0));
    assertThat(picture.getWidth()).isEqualTo(64);
    assertThat(browser.text("results"))
        .contains("a red circle", "sim · 64x64", "seed 7")
        .containsPattern("\\d\\.\\d s");
    assertThat(browser.text("status")).startsWith("Done in ");
  }

  @Test
  void makesThePictureOfASeedAgain() throws Exception {
    browser.click("go");
    awaitRuns(1);
    BufferedImage first = browser.picture(made().get(0));
    browser.all(".run button").stream()
        .filter(button -> button.getText().equals("Keep this seed"))
        .findFirst()
        .orElseThrow()
        .click();
    assertThat(browser.at("seed").getAttribute("value")).matches("\\d+");
    browser.click("go");
    awaitRuns(2);
    assertThat(isSame(browser.picture(made().get(0)), first)).isTrue();
    browser.type("seed", "3");
    browser.click("go");
    awaitRuns(3);
    assertThat(isSame(browser.picture(made().get(0)), first)).isFalse();
  }

  @Test
  void makesSeveralAtOnceAndTellsTheServersTimes() throws Exception {
    browser.type("n", "2");
    browser.choose("partial_images", "off");
    browser.click("go");
    awaitRuns(1);
    assertThat(made()).hasSize(2);
    assertThat(isSame(browser.picture(made().get(0)), browser.picture(made().get(1)))).isFalse();
    assertThat(browser.text("results")).contains("Server: ", "denoise ", "total ");
  }

  @Test
  void cancels() throws Exception {
    double before = server.cancelled("stalls", "client_left");
    browser.choose("model", "stalls");
    browser.click("go");
    Until.holds("two steps", () -> browser.text("running-text").startsWith("Step 2 of "));
    assertThat(browser.focused()).isEqualTo("cancel");
    browser.press(Keys.ENTER);
    Until.holds("an end", () -> !browser.at("running").isDisplayed());
    assertThat(browser.text("status")).startsWith("Cancelled after ");
    assertThat(browser.focused()).isEqualTo("go");
    assertThat(made()).isEmpty();
    server.awaitRest("stalls");
    assertThat(server.cancelled("stalls", "client_left")).isEqualTo(before + 1);
  }

  @Test
  void saysWhatTheServerSaysWhereItBelongs() {
    browser.type("custom-size", "64by64");
    browser.click("go");
    Until.holds("an error", () -> browser.at("error").isDisplayed());
    assertThat(browser.text("error")).contains("size: '64by64' is not WxH");
    assertThat(browser.at("custom-size").getAttribute("aria-invalid")).isEqualTo("true");
    assertThat(browser.focused()).isEqualTo("custom-size");
    browser.type("custom-size", "64x64");
    browser.type("n", "0");
    browser.click("go");
    Until.holds("another error", () -> browser.text("error").startsWith("n: "));
    assertThat(browser.focused()).isEqualTo("n");
    assertThat(browser.at("custom-size").getAttribute("aria-invalid")).isNull();
    browser.type("n", "1");
    browser.submit();
    awaitRuns(1);
    assertThat(browser.at("n").getAttribute("aria-invalid")).isNull();
  }

  @Test
  void isPatientWithAFullLine() throws Exception {
    String body = "{\"model\": \"stalls\", \"prompt\": \"a\", \"size\": \"64x64\"}";
    try (RawClient running = server.http.connect();
        RawClient waiting = server.http.connect()) {
      running.send(RawClient.post(PATH, "application/json", body));
      server.await("ovms_current_graphs{name=\"stalls\"}", 1);
      waiting.send(RawClient.post(PATH, "application/json", body));
      server.await("easel_waiting_requests{name=\"stalls\"}", 1);
      browser.choose("model", "stalls");
      browser.click("go");
      Until.holds("a refusal", () -> browser.at("error").isDisplayed());
      assertThat(browser.text("error")).contains("It is busy.", "Try again");
    }
    server.awaitRest("stalls");
  }

  @Test
  void everythingIsReachedByTab() {
    browser.click("go");
    awaitRuns(1);
    List<String> reached = browser.tabbed();
    assertThat(reached)
        .contains("To the prompt", "Playground", "Graphs", "new", "prompt", "model", "size")
        .contains("custom-size", "n", "seed", "partial_images", "go")
        .contains("Save", "Change", "Keep this seed")
        .contains("Steps, guidance, negative prompt", "The same from a shell, or in Python");
    browser.all("details").forEach(each -> browser.ask("arguments[0].open = true", each));
    assertThat(browser.tabbed())
        .contains("num_inference_steps", "guidance_scale", "negative_prompt", "Copy");
  }

  @Test
  void asksForAKeyWhereOneIsDemanded() throws Exception {
    try (SimulatedServer closed =
            SimulatedServer.open(
                folder.resolve("closed"),
                Map.of("sim", SimulatedServer.simulated("simulation { step_millis: 1 }")),
                settings -> settings.with(AccessRules.shared(ApiKey.of("secret"), false)));
        Browser other = Browser.open(closed.http.base(""))) {
      other.show("/playground");
      Until.holds("the question", () -> other.at("key-panel").isDisplayed());
      assertThat(other.text("key-reason")).contains("This server needs an API key");
      assertThat(other.focused()).isEqualTo("key");
      other.press("wrong", Keys.ENTER);
      Until.holds("a refusal", () -> other.text("key-reason").contains("Incorrect API key"));
      other.press("secret", Keys.ENTER);
      other.choose("model", "sim");
      assertThat(other.at("key-panel").isDisplayed()).isFalse();
      other.type("prompt", "a red circle");
      other.submit();
      Until.holds("a picture", () -> !other.all("#results img").isEmpty());
      String lines = String.valueOf(other.ask("return document.querySelector('pre').textContent"));
      assertThat(lines).contains("Bearer $EASEL_KEY").doesNotContain("secret");
      other.click("key-button");
      other.click("key-forget");
      Until.holds("the question", () -> other.text("key-reason").contains("needs an API key"));
      other.check();
    }
  }
}
