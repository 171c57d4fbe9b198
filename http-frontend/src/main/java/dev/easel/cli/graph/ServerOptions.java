package dev.easel.cli.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.cli.shared.Misuse;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server is asked, and with which key. */
final class ServerOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "Server to ask, such as http://localhost:8000.")
  private @Nullable URI server;

  @Option(
      names = "--api_key_file",
      paramLabel = "FILE",
      description =
          "File whose first line is a key with the scope admin; without it the environment variable"
              + " API_KEY counts, if set.")
  private @Nullable Path keyFile;

  boolean isGiven() {
    return server != null;
  }

  void check(Misuse misuse) {
    misuse.when(
        server != null && (server.getHost() == null || !isHttp(server.getScheme())),
        "--server must be an address such as http://localhost:8000");
  }

  private static boolean isHttp(@Nullable String scheme) {
    return "http".equals(scheme) || "https".equals(scheme);
  }

  /**
   * What a server answers.
   *
   * <p><b>Failure</b>: {@link StatusException} when it cannot be reached, or refuses.
   */
  String get(String path) {
    String base = String.valueOf(server).replaceAll("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    key().ifPresent(key -> request.header("authorization", "Bearer " + key));
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new StatusException(
            StatusCode.UNAVAILABLE,
            "%s%s answers %d: %s"
                .formatted(base, path, answer.statusCode(), reason(answer.body())));
      }
      return answer.body();
    } catch (IOException e) {
      throw new StatusException(StatusCode.UNAVAILABLE, "cannot ask " + base + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StatusException(StatusCode.CANCELLED, "interrupted", e);
    }
  }

  private static String reason(String body) {
    try {
      JsonNode message = new ObjectMapper().readTree(body).path("error").path("message");
      return message.isTextual() ? message.asText() : "no reason is given";
    } catch (JsonProcessingException e) {
      return "no reason is given";
    }
  }

  private Optional<String> key() {
    if (keyFile == null) {
      return Optional.ofNullable(System.getenv("API_KEY")).filter(key -> !key.isEmpty());
    }
    try {
      return Files.readString(keyFile).lines().findFirst().map(String::strip);
    } catch (IOException e) {
      throw new StatusException(StatusCode.NOT_FOUND, "cannot read " + keyFile + ": " + e, e);
    }
  }
}
