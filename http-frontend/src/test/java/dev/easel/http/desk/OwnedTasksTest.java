package dev.easel.http.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.access.Access;
import dev.easel.access.KeyHash;
import dev.easel.access.usage.Meters;
import dev.easel.access.usage.UsageLedger;
import dev.easel.http.auth.AccessRules;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks belong to the key that left them, and count towards its group's limits. */
@Timeout(60)
class OwnedTasksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASYNC = "/v1/images/generations/async";
  private static final String SMALL =
      "{\"model\": \"sim\", \"prompt\": \"a cup\", \"size\": \"64x64\", \"num_inference_steps\": 2}";

  @TempDir private Path folder;

  private static HttpResponse<String> ask(TaskServer server, String key, String method, String path)
      throws Exception {
    return server.send(
        server
            .request(path)
            .header("authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }

  private static String key(String name, String group) {
    return "{\"id\": \"%1$s-key\", \"sha256\": \"%2$s\", \"group\": \"%3$s\"}"
        .formatted(name, KeyHash.of(name).hex(), group);
  }

  @Test
  void othersDoNotSeeThemAndTheirWorkIsCounted() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("access.json"),
            "{\"groups\": [{\"name\": \"g\", \"pixel_steps_per_day\": 8192},"
                + " {\"name\": \"none\", \"images\": false}], \"keys\": [%s, %s, %s]}"
                    .formatted(key("anna", "g"), key("bert", "g"), key("carl", "none")));
    UsageLedger ledger = UsageLedger.inMemory(InstantSource.system());
    try (Access access =
            Access.file(file, Optional.empty(), InstantSource.system(), Duration.ZERO);
        TaskServer server =
            TaskServer.open(
                folder,
                0,
                new AccessRules(access, Optional.of(new Meters(ledger)), false, false))) {
      assertThat(server.post(ASYNC, SMALL).statusCode()).isEqualTo(401);
      assertThat(server.post(ASYNC, SMALL, "authorization", "Bearer carl").body())
          .contains("Images API is not supported for this platform");
      HttpResponse<String> accepted = server.post(ASYNC, SMALL, "authorization", "Bearer anna");
      assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
      String task = "/v1/images/tasks/" + JSON.readTree(accepted.body()).path("id").asText();
      JsonNode seen = JSON.readTree(ask(server, "anna", "GET", task).body());
      while (!seen.path("status").asText().equals("completed")) {
        assertThat(seen.path("status").asText()).isIn("queued", "running");
        seen = JSON.readTree(ask(server, "anna", "GET", task).body());
      }
      assertThat(ask(server, "bert", "GET", task).statusCode()).isEqualTo(404);
      assertThat(ask(server, "bert", "DELETE", task).statusCode()).isEqualTo(404);
      assertThat(ledger.pixelStepsToday("g")).isEqualTo(64 * 64 * 2);
      HttpResponse<String> more = server.post(ASYNC, SMALL, "authorization", "Bearer bert");
      assertThat(more.statusCode()).as("the group's budget is used up").isEqualTo(429);
      assertThat(more.body()).contains("pixel_steps_per_day");
    }
  }
}
