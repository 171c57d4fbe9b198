package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flags that do not stand on the command line. */
@Timeout(600)
class ServeEnvironmentTest {
  @TempDir private Path folder;

  private Path nothing() throws Exception {
    return Files.writeString(folder.resolve("config.json"), "{\"model_config_list\": []}");
  }

  @Test
  void servesWithFlagsOfTheEnvironmentAndOfAFile() throws Exception {
    String port = String.valueOf(Program.freePort());
    Path flags =
        Files.writeString(
            folder.resolve("flags"),
            """
            # A line may hold several, quotes keep blanks.
            --rest_bind_address 127.0.0.1
            --config_path "%s"
            --task_store redis://:hidden@127.0.0.1:1
            """
                .formatted(nothing()));
    Path tasks = folder.resolve("tasks");
    Map<String, String> environment =
        Map.of(
            "EASEL_REST_PORT", port,
            "EASEL_METRICS_ENABLE", "true",
            "EASEL_REST_WORKRES", "3",
            "EASEL_LOG_FORMAT", "journal");
    try (Program program =
        Program.easel(folder, environment, "@" + flags, "--task_store", tasks.toString())) {
      // A flag that may be given once is refused twice, also when one is in the file.
      assertThat(program.status()).isEqualTo(64);
      assertThat(program.err()).contains("--task_store").doesNotContain("hidden");
    }
    Files.writeString(
        flags, Files.readString(flags).lines().limit(3).reduce("", (a, b) -> a + b + "\n"));
    try (Program program =
        Program.easel(folder, environment, "@" + flags, "--task_store", tasks.toString())) {
      program.await(out -> out.contains("serves nothing yet"));
      HttpRequest metrics =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build();
      assertThat(
              HttpClient.newHttpClient()
                  .send(metrics, HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
      assertThat(tasks).isDirectory();
      assertThat(program.end()).isZero();
      assertThat(program.err())
          .containsPattern("<4>ServeCommand: .*EASEL_REST_WORKRES is unknown")
          .contains("did you mean \"EASEL_REST_WORKERS\"")
          .containsPattern("(?m)^<6>");
    }
  }

  @Test
  void saysOnceThatItListensOnAllAddressesAndWithWhichFlagItWouldNot() throws Exception {
    String said = "--rest_bind_address names the only one to listen on";
    for (String address : List.of("0.0.0.0", "127.0.0.1")) {
      Map<String, String> environment =
          Map.of(
              "EASEL_REST_PORT", String.valueOf(Program.freePort()),
              "EASEL_REST_BIND_ADDRESS", address,
              "EASEL_CONFIG_PATH", nothing().toString());
      try (Program program = Program.easel(folder, environment, "serve")) {
        program.await(out -> out.contains("serves nothing yet"));
        assertThat(program.end()).isZero();
        assertThat(program.err().lines().filter(line -> line.contains(said)))
            .hasSize(address.equals("0.0.0.0") ? 1 : 0)
            .allMatch(line -> line.contains("no key is asked for"));
        assertThat(program.err())
            .contains("http://" + address + ":" + environment.get("EASEL_REST_PORT"));
      }
    }
  }

  @Test
  void namesTheVariableOfAWrongValue() throws Exception {
    try (Program program =
        Program.easel(
            folder,
            Map.of("EASEL_REST_PORT", "many"),
            "serve",
            "--config_path",
            nothing().toString())) {
      assertThat(program.status()).isEqualTo(64);
      assertThat(program.err()).contains("'many'").contains("EASEL_REST_PORT");
    }
  }
}
