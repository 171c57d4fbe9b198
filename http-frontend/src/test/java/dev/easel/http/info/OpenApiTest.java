package dev.easel.http.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.GivenServable;
import dev.easel.http.TestServer;
import dev.easel.http.route.Endpoint;
import dev.easel.http.route.Match;
import dev.easel.http.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  @Test
  void describesNothingElse() {
    RouteTable table = new RouteTable(name -> true);
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
