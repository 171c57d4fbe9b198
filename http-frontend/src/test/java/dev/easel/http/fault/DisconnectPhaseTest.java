package dev.easel.http.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.calculators.image.png.PngEncoder;
import dev.easel.http.RawClient;
import dev.easel.http.SimulatedServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that leave in every way at every stage of a request. Work that went on for them would
 * take minutes, and the model does one thing at a time, so that the next request would not be
 * answered in time.
 */
@Timeout(30)
class DisconnectPhaseTest {
  private static final int MANY_STEPS = 100;
  private static final String UNFINISHED_HEAD =
      "POST /v3/images/generations HTTP/1.1\r\nHost: x\r\nContent-";
  private static final String STEP = "event: image_generation.progress";
  private static final String STREAM = ", \"stream\": true, \"progress\": true";

  @TempDir static Path folder;

  private static SimulatedServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        SimulatedServer.open(
            folder,
            Map.of(
                "steps", SimulatedServer.simulated("simulation { step_millis: 300 }"),
                "middle",
                    SimulatedServer.simulated("simulation { step_millis: 1 stall_at_step: 5 }"),
                "encode",
                    SimulatedServer.simulated("simulation { step_millis: 300 encode_millis: 300 }"),
                "decode",
                    SimulatedServer.simulated("simulation { step_millis: 1 decode_millis: 300 }"),
                "pixels", SimulatedServer.simulated("simulation { step_millis: 1 }"),
                "quick", SimulatedServer.simulated("simulation { step_millis: 1 }")),
            settings -> settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** How a client disconnects. */
  private enum Way {
    FAREWELL {
      @Override
      void go(RawClient client) throws Exception {
        client.leave();
      }
    },
    HALF_CLOSE {
      @Override
      void go(RawClient client) throws Exception {
        client.finishSending();
        client.readSome();
      }
    },
    RESET {
      @Override
      void go(RawClient client) throws Exception {
        client.reset();
      }
    };

    abstract void go(RawClient client) throws Exception;
  }

  /** When a client disconnects. */
  @SuppressWarnings("ImmutableEnumChecker") // a play keeps nothing
  private enum Phase {
    HEAD("quick", false, "", (client, model) -> client.send(UNFINISHED_HEAD)),
    BODY("quick", false, "", DisconnectPhaseTest::sendPart),
    LINE("steps", true, ask("steps", "64x64", MANY_STEPS, STREAM), DisconnectPhaseTest::waitInLine),
    TEXT_ENCODING("encode", true, "", DisconnectPhaseTest::begin),
    FIRST_STEP("steps", true, "", DisconnectPhaseTest::begin),
    MIDDLE_STEP("middle", true, "", stepsOf(MANY_STEPS, 4)),
    LAST_STEP("middle", true, "", stepsOf(5, 4)),
    BETWEEN_EVENTS("steps", true, "", stepsOf(MANY_STEPS, 2)),
    DECODING("decode", true, "", stepsOf(3, 3)),
    SOURCE("pixels", true, "", DisconnectPhaseTest::sendSource),
    ENCODING("pixels", true, "", encodingOf("")),
    STREAM_ENCODING("pixels", true, "", encodingOf(STREAM)),
    ANSWER("quick", false, "", DisconnectPhaseTest::readPart);

    private final String model;
    private final boolean isCounted;
    private final String before;
    private final Play play;

    /**
     * A phase.
     *
     * @param isCounted when a run is on its way that can still be stopped
     * @param before what another client asks before; it stays when this one leaves
     * @param play brings a client to where it leaves
     */
    Phase(String model, boolean isCounted, String before, Play play) {
      this.model = model;
      this.isCounted = isCounted;
      this.before = before;
      this.play = play;
    }
  }

  /** Phases that take a second or two, and end within a row of an image. */
  private static final Set<Phase> ENDING_AT_ONCE =
      EnumSet.of(Phase.SOURCE, Phase.ENCODING, Phase.STREAM_ENCODING);

  /** What a client does before it leaves. */
  private interface Play {
    void play(RawClient client, String model) throws Exception;
  }

  private static void sendPart(RawClient client, String model) throws Exception {
    String request = ask(model, "64x64", 2, "");
    client.send(request.substring(0, request.length() - 5));
  }

  private static void waitInLine(RawClient client, String model) throws Exception {
    client.send(ask(model, "64x64", MANY_STEPS, ""));
    server.await("easel_waiting_requests{name=\"steps\"}", 1);
  }

  private static void begin(RawClient client, String model) throws Exception {
    client.send(ask(model, "64x64", MANY_STEPS, STREAM)).readTo("\r\n\r\n");
  }

  private static Play stepsOf(int steps, int read) {
    return (client, model) -> readSteps(client.send(ask(model, "64x64", steps, STREAM)), read);
  }

  private static void sendSource(RawClient client, String model) throws Exception {
    ByteBuffer black = ByteBuffer.allocate(4096 * 4096 * 3);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (ByteBuffer piece : new PngEncoder().encode(black, 4096, 4096, Optional.empty())) {
      Channels.newChannel(file).write(piece);
    }
    String picture =
        "{\"image_url\": \"data:image/png;base64,%s\"}"
            .formatted(Base64.getEncoder().encodeToString(file.toByteArray()));
    String body =
        "{\"model\": \"%s\", \"prompt\": \"a cat\", \"size\": \"64x64\", \"images\": [%s], \"mask\": %s}"
            .formatted(model, picture, picture);
    double before = begun(model);
    client.send(RawClient.post("/v3/images/edits", "application/json", body));
    awaitBeginning(model, before);
    picture("quick", "256x256"); // the decoding has begun by then
  }

  /** The model is free for the next one as soon as it has no part in the work any more. */
  private static Play encodingOf(String more) {
    return (client, model) -> {
      double before = begun(model);
      client.send(ask(model, "4096x4096", 1, ", \"n\": 6" + more));
      awaitBeginning(model, before);
      picture(model, "64x64");
    };
  }

  private static double begun(String model) throws Exception {
    return server.metric("easel_wait_time_us_count{name=\"%s\"}".formatted(model));
  }

  private static void awaitBeginning(String model, double before) throws Exception {
    while (begun(model) == before) {
      Thread.onSpinWait();
    }
  }

  /** How many runs have ended before their time. */
  private static double ended(String model) throws Exception {
    String series = "ovms_graph_error{api=\"V3\",interface=\"REST\",method=\"%s\",name=\"%s\"}";
    return server.metric(series.formatted("Unary", model))
        + server.metric(series.formatted("Stream", model));
  }

  private static void readPart(RawClient client, String model) throws Exception {
    client.send(ask(model, "1024x1024", 2, ", \"n\": 4")).readTo("b64_json");
  }

  private static String ask(String model, String size, int steps, String more) {
    String body =
        "{\"model\": \"%s\", \"prompt\": \"a cat\", \"size\": \"%s\", \"rng_seed\": 3, \"num_inference_steps\": %d%s}"
            .formatted(model, size, steps, more);
    return RawClient.post("/v3/images/generations", "application/json", body);
  }

  private static void readSteps(RawClient client, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      assertThat(client.readTo(STEP)).endsWith(STEP);
    }
    client.readTo("\n\n");
  }

  private static String picture(String model, String size) throws Exception {
    try (RawClient client = server.http.connect()) {
      String answer = client.send(ask(model, size, 2, "")).readAnswer();
      assertThat(answer).startsWith("HTTP/1.1 200 OK");
      return answer.substring(answer.indexOf("b64_json"));
    }
  }

  static Stream<Arguments> everyWayAtEveryPhase() {
    return Arrays.stream(Phase.values())
        .flatMap(phase -> Arrays.stream(Way.values()).map(way -> Arguments.of(phase, way)));
  }

  @ParameterizedTest
  @MethodSource("everyWayAtEveryPhase")
  void leavesNothingBehind(Phase phase, Way way) throws Exception {
    server.awaitRest(phase.model);
    String calm = picture(phase.model, "64x64");
    double before = server.cancelled(phase.model, "client_left");
    double endedBefore = ended(phase.model);
    try (RawClient other = server.http.connect();
        RawClient client = server.http.connect()) {
      if (!phase.before.isEmpty()) {
        other.send(phase.before).readTo("\r\n\r\n");
      }
      phase.play.play(client, phase.model);
      way.go(client);
      while (phase.isCounted && server.cancelled(phase.model, "client_left") == before) {
        Thread.onSpinWait();
      }
      if (ENDING_AT_ONCE.contains(phase)) {
        // A part of what the client has disconnected undone takes longer than the row that was
        // begun.
        picture("quick", "3328x3328");
        assertThat(ended(phase.model)).isEqualTo(endedBefore + 1);
      }
      other.reset();
      server.awaitRest(phase.model);
      double left = phase.before.isEmpty() ? 0 : 1;
      assertThat(server.cancelled(phase.model, "client_left") - before)
          .isEqualTo(left + (phase.isCounted ? 1 : 0));
      assertThat(picture(phase.model, "64x64")).isEqualTo(calm);
      server.await("easel_http_connections", 1);
    }
  }
}
