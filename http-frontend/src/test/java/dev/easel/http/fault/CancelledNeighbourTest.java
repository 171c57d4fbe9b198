package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that run beside cancelled ones make the images that they make alone. */
@Timeout(120)
class CancelledNeighbourTest {
  private static final int REQUESTS = 24;
  private static final int STEPS = 8;
  private static final String QUEUE =
      " max_concurrent: 3 max_waiting: 64 max_waiting_per_caller: 64";

  private static final Map<String, String> MODELS =
      Map.of(
          "sim",
          "device: \"SIM\" models_path: \".\" simulation { step_millis: 5 }" + QUEUE,
          "shapes",
          "models_path: \"%s\""
                  .formatted(Path.of("..", "models", "shapes").toAbsolutePath().normalize())
              + QUEUE);

  @TempDir private Path folder;

  private static String ask(String model, int seed, String more) {
    String body =
        "{\"model\": \"%s\", \"prompt\": \"a red circle\", \"size\": \"128x128\", \"rng_seed\": %d, \"num_inference_steps\": %d%s}"
            .formatted(model, seed, STEPS, more);
    return RawClient.post("/v3/images/generations", "application/json", body);
  }

  private static String picture(RawClient client) throws Exception {
    String answer = client.readAnswer();
    assertThat(answer).startsWith("HTTP/1.1 200 OK");
    String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
    return new ObjectMapper().readTree(body).at("/data/0/b64_json").asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim", "shapes"})
  void survivorsArePixelForPixelAsInACalmRun(String model) throws Exception {
    try (SimulatedServer server =
        SimulatedServer.open(folder, Map.of(model, MODELS.get(model)), settings -> settings)) {
      Map<Integer, String> calm = new HashMap<>();
      for (int seed = 0; seed < REQUESTS; seed++) {
        try (RawClient client = server.http.connect()) {
          calm.put(seed, picture(client.send(ask(model, seed, ""))));
        }
      }
      assertThat(new HashSet<>(calm.values())).hasSize(REQUESTS);
      for (int round = 0; round < 3; round++) {
        assertSurvivorsEqual(server, model, calm, new Random(round));
      }
      assertThat(server.cancelled(model, "client_left")).isPositive();
    }
  }

  private static void assertSurvivorsEqual(
      SimulatedServer server, String model, Map<Integer, String> calm, Random random)
      throws Exception {
    Map<Integer, RawClient> clients = new HashMap<>();
    Set<Integer> leavers = new HashSet<>();
    List<Thread> leaving = new ArrayList<>();
    try {
      for (int seed = 0; seed < REQUESTS; seed++) {
        RawClient client = server.http.connect();
        clients.put(seed, client);
        if (random.nextInt(3) == 0) {
          leavers.add(seed);
          client.send(ask(model, seed, ", \"stream\": true, \"progress\": true"));
          leaving.add(leaveAfter(client, random.nextInt(STEPS), random.nextBoolean()));
        } else {
          client.send(ask(model, seed, ""));
        }
      }
      assertThat(leavers).isNotEmpty();
      for (int seed = 0; seed < REQUESTS; seed++) {
        if (!leavers.contains(seed)) {
          assertThat(picture(clients.get(seed))).isEqualTo(calm.get(seed));
        }
      }
      for (Thread thread : leaving) {
        thread.join();
      }
      server.awaitRest(model);
    } finally {
      clients.values().forEach(RawClient::close);
    }
  }

  /** Leaves after a number of events, those about the place in the line included. */
  private static Thread leaveAfter(RawClient client, int events, boolean resets) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < events; i++) {
                  client.readTo("\n\n");
                }
                if (resets) {
                  client.reset();
                } else {
                  client.leave();
                }
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    thread.start();
    return thread;
  }
}
