package dev.easel.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.GivenServable;
import dev.easel.http.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The dashboard and the alerts ask for what servers tell. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservabilityTest {
  private static final Path PLACE =
      Path.of("..", "packaging", "observability").toAbsolutePath().normalize();
  private static final Pattern NAME = Pattern.compile("\\b(?:easel|ovms)_[a-z_]+");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:easel|ovms)_[a-z_]+)\\{([^}]*)\\}");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?");
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
  private static final Pattern ROW =
      Pattern.compile("^\\| (`(?:easel|ovms)_[^|]*) \\|(.*)$", Pattern.MULTILINE);
  private static final Pattern ALERT = Pattern.compile("^ +- alert: (\\w+)$", Pattern.MULTILINE);

  /** The first is the server's, which Prometheus adds. */
  private static final Set<String> PROMETHEUS_LABELS = Set.of("instance", "job", "namespace");

  /** What a server shows that has answered one request. */
  private String shown = "";

  private static List<String> expressions() throws Exception {
    List<String> expressions = new ArrayList<>();
    JsonNode dashboard =
        new ObjectMapper().readTree(Files.readString(PLACE.resolve("dashboard.json")));
    dashboard.findValuesAsText("expr").forEach(expressions::add);
    dashboard
        .at("/templating/list")
        .forEach(variable -> expressions.add(variable.path("query").asText()));
    Files.readString(PLACE.resolve("alerts.yaml"))
        .lines()
        .filter(line -> line.strip().startsWith("expr:"))
        .forEach(expressions::add);
    return expressions;
  }

  /** The families that are documented, with the names under which a histogram's parts are asked. */
  private static Set<String> documented() throws Exception {
    String page = Files.readString(PLACE.resolve("../../docs/metrics.md").normalize());
    Matcher rows = ROW.matcher(page);
    Set<String> names = new TreeSet<>();
    while (rows.find()) {
      boolean isHistogram = rows.group(2).contains("histogram");
      NAME.matcher(rows.group(1))
          .results()
          .forEach(name -> names.addAll(parts(name.group(), isHistogram)));
    }
    return names;
  }

  /** The families that a server shows; one without a sample is not among them. */
  private Set<String> shownFamilies() {
    Matcher types = TYPE.matcher(shown);
    Set<String> names = new TreeSet<>();
    while (types.find()) {
      names.addAll(parts(types.group(1), types.group(2).equals("histogram")));
    }
    return names;
  }

  private static Set<String> parts(String family, boolean isHistogram) {
    return isHistogram
        ? Set.of(family + "_bucket", family + "_sum", family + "_count")
        : Set.of(family);
  }

  @BeforeAll
  void ask() throws Exception {
    try (TestServer server = TestServer.counting(GivenServable.echo("echo"))) {
      server.post("/v3/images/generations", "{\"model\": \"echo\"}");
      shown = server.get("/metrics").body();
    }
  }

  @Test
  void everyMetricIsOneThatServersTell() throws Exception {
    Set<String> families = documented();
    assertThat(families).containsAll(shownFamilies());
    for (String expression : expressions()) {
      Set<String> named =
          NAME.matcher(expression).results().map(MatchResult::group).collect(Collectors.toSet());
      assertThat(families).as(expression).containsAll(named);
    }
  }

  @Test
  void everyLabelIsOneThatServersGive() throws Exception {
    for (String expression : expressions()) {
      Matcher selectors = SELECTOR.matcher(expression);
      while (selectors.find()) {
        String samples =
            shown
                .lines()
                .filter(line -> line.startsWith(selectors.group(1) + "{"))
                .collect(Collectors.joining("\n"));
        Matcher labels = LABEL.matcher(selectors.group(2));
        while (labels.find()) {
          boolean isOurs = !PROMETHEUS_LABELS.contains(labels.group(1));
          // A family without samples shows no labels.
          if (isOurs && !samples.isEmpty()) {
            assertThat(samples).as(expression).contains(labels.group(1) + "=\"");
          }
        }
      }
    }
  }

  @Test
  void everyAlertIsExplained() throws Exception {
    String page = Files.readString(PLACE.resolve("../../docs/observability.md").normalize());
    List<String> alerts =
        ALERT
            .matcher(Files.readString(PLACE.resolve("alerts.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(page).contains("`" + alert + "`"));
  }
}
