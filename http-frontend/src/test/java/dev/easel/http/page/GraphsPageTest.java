package dev.easel.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import dev.easel.http.auth.AccessRules;
import dev.easel.http.auth.ApiKey;
import dev.easel.store.Until;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page of graphs in a browser. */
@Timeout(300)
class GraphsPageTest {
  private static final String PATH = "/v3/images/generations";

  @TempDir Path folder;

  private static String ask(String model) {
    return "{\"model\": \"%s\", \"prompt\": \"a\", \"size\": \"64x64\"}".formatted(model);
  }

  /** What stands in the picture of a graph, in elements of a class. */
  private static String drawn(Browser browser, int graph, String style) {
    return String.valueOf(
        browser.ask(
            "const all = document.querySelectorAll('.graph')[arguments[0]].querySelectorAll("
                + "'.drawing ' + arguments[1]); return [...all].map(it => it.textContent).join('|')",
            graph,
            style));
  }

  private static void awaitDrawing(Browser browser, int graphs) {
    Until.holds(
        graphs + " drawings",
        () -> {
          assertThat(browser.text("error")).isEmpty();
          return browser.all(".drawing svg").size() == graphs;
        });
  }

  @Test
  void showsWhatGraphsDo() throws Exception {
    try (SimulatedServer server =
            SimulatedServer.open(
                folder,
                Map.of(
                    "quick", SimulatedServer.simulated("simulation { step_millis: 1 }"),
                    "stalls", SimulatedServer.simulated("simulation { stall_at_step: 1 }")),
                settings -> settings);
        Browser browser = Browser.open(server.http.base(""))) {
      browser.show("/graphs");
      awaitDrawing(browser, 2);
      assertThat(drawn(browser, 0, ".title")).contains("queue", "generate", "respond");
      Until.holds("figures", () -> drawn(browser, 0, ".figures").contains("not called yet"));
      try (RawClient first = server.http.connect();
          RawClient second = server.http.connect()) {
        first.send(RawClient.post(PATH, "application/json", ask("stalls")));
        server.await("ovms_current_graphs{name=\"stalls\"}", 1);
        second.send(RawClient.post(PATH, "application/json", ask("stalls")));
        Until.holds(
            "the line",
            () -> browser.text("graphs").contains("1 waiting") && marked(browser, "busy"));
        assertThat(browser.text("graphs")).contains("1 of 1 in use");
        assertThat(marked(browser, "waits")).isTrue();
        server.http.post(PATH, ask("quick"));
        server.http.post(PATH, ask("quick"));
        Until.holds("a rate", () -> drawn(browser, 0, ".figures").matches(".*\\d/s · .*"));
      }
      browser.all(".tables summary").forEach(each -> each.click());
      Until.holds("a table", () -> !browser.all("td").isEmpty());
      assertThat(browser.text("graphs")).contains("99 % within", "/ respond", "Streams");
      assertThat(browser.tabbed()).contains("Playground", "Graphs", "pause");
      browser.click("pause");
      assertThat(browser.text("age")).isEqualTo("Paused");
      browser.check();
    }
  }

  private static boolean marked(Browser browser, String style) {
    return !browser.all(".graph:last-child rect." + style).isEmpty();
  }

  @Test
  void asksForAKeyWhereOneIsDemanded() throws Exception {
    try (SimulatedServer server =
            SimulatedServer.open(
                folder,
                Map.of("sim", SimulatedServer.simulated("")),
                settings -> settings.with(AccessRules.shared(ApiKey.of("secret"), false)));
        Browser browser = Browser.open(server.http.base(""))) {
      browser.show("/graphs");
      Until.holds("the question", () -> browser.at("key-panel").isDisplayed());
      assertThat(browser.all(".graph")).isEmpty();
      browser.press("secret", Keys.ENTER);
      awaitDrawing(browser, 1);
      browser.check();
    }
  }
}
