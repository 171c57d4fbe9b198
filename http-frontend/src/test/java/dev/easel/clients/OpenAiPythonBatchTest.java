package dev.easel.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.desk.TaskServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files and batches, driven by the OpenAI Python package as it is. */
@Timeout(600)
class OpenAiPythonBatchTest {
  private static final Path CLIENT = Path.of("src", "test", "clients");

  @TempDir private Path folder;

  @Test
  void runsABatchFromItsFileToItsAnswers() throws Exception {
    boolean hasPython =
        new ProcessBuilder("sh", "-c", "command -v python3 && python3 -c 'import venv, ensurepip'")
                .start()
                .waitFor()
            == 0;
    Assumptions.assumeTrue(hasPython, "python3-venv is missing: sudo apt install python3-venv");
    PythonEnvironment environment =
        PythonEnvironment.open("openai-client", CLIENT.resolve("requirements.txt"));
    try (TaskServer server = TaskServer.open(folder, 1)) {
      String printed =
          PythonEnvironment.run(
              List.of(
                  environment.python(),
                  CLIENT.resolve("openai_batches.py").toString(),
                  server.base() + "/v1",
                  "sim",
                  folder.toString()));
      JsonNode seen =
          new ObjectMapper().readTree(printed.strip().lines().reduce((a, b) -> b).orElse(""));
      assertThat(seen.path("created").asText()).isEqualTo("validating");
      assertThat(seen.path("status").asText()).isEqualTo("completed");
      assertThat(seen.path("counts")).hasToString("{\"completed\":3,\"failed\":1,\"total\":4}");
      assertThat(seen.at("/metadata/what").asText()).isEqualTo("test");
      assertThat(seen.path("answers")).hasToString("[\"line-0\",\"line-1\",\"line-2\"]");
      assertThat(seen.path("has_pictures").asBoolean()).isTrue();
      assertThat(seen.path("errors")).hasToString("[[\"line-3\",\"size\"]]");
      assertThat(seen.path("is_listed").asBoolean()).isTrue();
      assertThat(seen.path("files").asBoolean()).isTrue();
      assertThat(seen.path("cancelled").asText()).isIn("cancelling", "cancelled");
      assertThat(seen.path("deleted").asBoolean()).isTrue();
      assertThat(seen.path("gone").asText()).isEqualTo("not_found");
    }
  }
}
