package dev.easel.http.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.GivenServable;
import dev.easel.http.TestServer;
import dev.easel.http.route.Endpoint;
import dev.easel.http.route.Match;
import dev.easel.http.route.RouteTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OpenApiTest {

  private static JsonNode paths;

  @BeforeAll
  static void askTheServer() throws Exception {
    try (TestServer server = TestServer.of(GivenServable.echo("echo"))) {
      JsonNode document = new ObjectMapper().readTree(server.get("/openapi.json").body());
      assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
      paths = document.path("paths");
    }
  }

  @Test
  void describesEveryRoute() {
    for (Endpoint endpoint : Endpoint.values()) {
      String path = endpoint.pattern().replace("{api}", "/v3");
      String method = endpoint.method().toLowerCase(Locale.ROOT);
      assertThat(paths.path(path).path(method).path("operationId").asText())
          .as(method + " " + path)
          .isNotEmpty();
    }
  }

  /** The table of docs/api.md, in which a second row of a family stands in brackets. */
  @Test
  void documentNamesTheSamePaths() throws Exception {
    String text = Files.readString(Path.of("..", "docs", "api.md"));
    Set<String> written = new TreeSet<>();
    for (String line : text.lines().filter(row -> row.startsWith("| `")).toList()) {
      Matcher route = Pattern.compile("`(GET|POST|DELETE) ([^`]+)`").matcher(line);
      while (route.find()) {
        String path = route.group(2).replaceAll("<[^>]+>", "{name}");
        written.add(route.group(1) + " " + path);
        Matcher others = Pattern.compile("\\(`([^)]*)`\\)").matcher(line);
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        if (others.find()) {
          for (String other : others.group(1).split("`, `", -1)) {
            written.add(route.group(1) + " " + parent + other);
          }
        }
      }
    }
    Set<String> real = new TreeSet<>();
    for (Endpoint endpoint : Endpoint.values()) {
      String path = endpoint.pattern().replace("{api}", "/v3");
      real.add(endpoint.method() + " " + path);
    }
    assertThat(written).isEqualTo(real);
  }

  @Test
  void describesNothingElse() {
    RouteTable table = new RouteTable(name -> false);
    List<Endpoint> described = new ArrayList<>();
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          Match match =
                              table.match(
                                  method.toUpperCase(Locale.ROOT),
                                  path.getKey().replace("{name}", "echo"));
                          assertThat(match).as(path.getKey()).isInstanceOf(Match.Found.class);
                          described.add(((Match.Found) match).endpoint());
                        }));
    assertThat(described).containsExactlyInAnyOrder(Endpoint.values());
  }
}
