package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.store.Until;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.PointerInput.Origin;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Debian's Chromium without a window, with a profile of its own. On its end it must have asked one
 * server alone, and have complained of nothing but answers that tell of mistakes.
 */
public final class Browser implements AutoCloseable {
  private static final Path COMMAND = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;
  private final String base;

  private Browser(ChromeDriver driver, String base) {
    this.driver = driver;
    this.base = base;
  }

  /** A browser for the server at an address; the test is skipped where there is none. */
  public static Browser open(String base) {
    Assumptions.assumeTrue(
        Files.isExecutable(COMMAND) && Files.isExecutable(DRIVER),
        "chromium is missing: sudo apt install chromium chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(COMMAND.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // as root, which builds run as, there is none
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-proxy-server",
        "--window-size=1280,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), base);
  }

  /** Opens a page in a tab that has forgotten its key, and waits until its scripts have run. */
  public void show(String path) {
    driver.get(base + path);
    driver.executeScript("sessionStorage.clear()");
    driver.navigate().refresh();
  }

  /** As wide a window as a phone or a desk has, by day or by night. */
  public void look(int width, int height, boolean isDark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light"))));
  }

  /** Keeps what is seen. */
  public void photograph(Path file) throws IOException {
    Object taken =
        driver
            .executeCdpCommand(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
            .get("data");
    Files.write(file, Base64.getDecoder().decode(String.valueOf(taken)));
  }

  public WebElement at(String id) {
    return driver.findElement(By.id(id));
  }

  public List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  public Actions hands() {
    return new Actions(driver);
  }

  /** Draws a finger over something, from left to right of its middle. */
  public void stroke(WebElement over, int from, int to) {
    PointerInput finger = new PointerInput(PointerInput.Kind.TOUCH, "finger");
    int left = PointerInput.MouseButton.LEFT.asArg();
    ask("arguments[0].scrollIntoView({block: 'center'})", over);
    driver.perform(
        List.of(
            new Sequence(finger, 0)
                .addAction(
                    finger.createPointerMove(Duration.ZERO, Origin.fromElement(over), from, 0))
                .addAction(finger.createPointerDown(left))
                .addAction(
                    finger.createPointerMove(
                        Duration.ofMillis(100), Origin.fromElement(over), to, 0))
                .addAction(finger.createPointerUp(left))));
  }

  /** What a script returns. */
  public Object ask(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  public long number(String script, Object... arguments) {
    return ((Number) ask(script, arguments)).longValue();
  }

  public String text(String id) {
    return at(id).getText();
  }

  /** Puts text where there may be some. */
  public void type(String id, String text) {
    at(id).clear();
    at(id).sendKeys(text);
  }

  public void choose(String id, String value) {
    Until.holds(
        "a choice " + value + " of " + id,
        () -> !all("#" + id + " option[value='" + value + "']").isEmpty());
    ask(
        "const it = document.getElementById(arguments[0]); it.value = arguments[1];"
            + " it.dispatchEvent(new Event('change', {bubbles: true}));",
        id,
        value);
  }

  public void click(String id) {
    at(id).click();
  }

  public void press(CharSequence... keys) {
    hands().sendKeys(keys).perform();
  }

  /** Has the form's work done from wherever the focus is. */
  public void submit() {
    hands().keyDown(Keys.CONTROL).sendKeys(Keys.ENTER).keyUp(Keys.CONTROL).perform();
  }

  /** What has the focus: its id, or its text where it has none. */
  public String focused() {
    return String.valueOf(
        ask(
            "const it = document.activeElement;"
                + " return it.id || it.getAttribute('value') || it.textContent.trim();"));
  }

  /** Everything that Tab reaches from the top of the page to its end. */
  public List<String> tabbed() {
    // Tab goes on from where the focus was last, even if nothing has it any more.
    ask(
        "const top = document.body; top.tabIndex = -1; top.focus(); top.removeAttribute('tabindex')");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      press(Keys.TAB);
      if ((Boolean) ask("return document.activeElement === document.body")) {
        return reached;
      }
      String now = focused();
      if (!reached.isEmpty() && now.equals(reached.get(0))) {
        return reached;
      }
      assertThat(
              String.valueOf(
                  ask(
                      "const it = document.activeElement;"
                          + "const of = getComputedStyle(it.type === 'radio' ?"
                          + " it.nextElementSibling : it); return of.outlineStyle")))
          .as("what shows the focus of " + now)
          .isNotEqualTo("none");
      reached.add(now);
    }
    throw new AssertionError("no end after " + reached);
  }

  /** A picture of the page, pixel by pixel. */
  public BufferedImage picture(WebElement image) throws IOException {
    String url =
        String.valueOf(
            ask(
                "const it = arguments[0]; const sheet = document.createElement('canvas');"
                    + "sheet.width = it.naturalWidth; sheet.height = it.naturalHeight;"
                    + "sheet.getContext('2d').drawImage(it, 0, 0); return sheet.toDataURL();",
                image));
    byte[] png = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** The picture behind a link of the page. */
  public BufferedImage linked(String fileName) throws IOException {
    ask(
        "const image = new Image(); image.id = 'linked'; image.alt = '';"
            + " image.src = document.querySelector(`a[download='${arguments[0]}']`).href;"
            + " document.getElementById('linked')?.remove(); document.body.append(image);",
        fileName);
    Until.holds(
        "the picture " + fileName,
        () -> (Boolean) ask("return document.getElementById('linked').complete"));
    return picture(at("linked"));
  }

  /** Fails if the page broke a rule, or asked anybody but its server. */
  public void check() throws JsonProcessingException {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      boolean isAnswer = entry.getMessage().contains("the server responded with a status of");
      assertThat(isAnswer || entry.getLevel().intValue() < Level.WARNING.intValue())
          .as(entry.toString())
          .isTrue();
    }
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        String url = message.at("/params/request/url").asText();
        assertThat(url.startsWith(base) || url.matches("(blob|data):.*")).as(url).isTrue();
        assertThat(url).doesNotContain("secret");
      }
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
