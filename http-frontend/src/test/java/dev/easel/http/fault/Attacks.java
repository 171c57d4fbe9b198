package dev.easel.http.fault;

import dev.easel.http.RawClient;
import dev.easel.http.framing.FramingCases;
import dev.easel.http.framing.FramingCases.Case;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What hostile clients do, by kind.
 *
 * <p><b>Failure</b>: an {@link AssertionError} when an attack succeeds, or breaks the server.
 */
final class Attacks implements AutoCloseable {

  private static final String JSON = "application/json";
  private static final String GENERATIONS = "/v3/images/generations";
  private static final String EDITS = "/v3/images/edits";
  private static final String ASK = "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"64x64\"}";
  private static final String LARGE =
      "{\"model\": \"sim\", \"prompt\": \"a\", \"size\": \"512x512\"}";

  /** Connections that come and go at once. */
  private static final int STEP = 20;

  private static final Path PICTURES = Path.of("../fuzz/src/test/corpus");

  private final StormServer server;
  private final int crowdSize;
  private final Deque<RawClient> crowd = new ArrayDeque<>();
  private final AtomicLong turn = new AtomicLong();
  private final List<Case> wrong = FramingCases.wrong();
  private final List<String> pictures = pictures();
  private final String near = ("\r\n--" + "x".repeat(69) + "y").repeat(20_000);
  private final String unread = "{\"model\": \"sim\", \"user\": [" + "{},".repeat(200_000) + "{}]}";

  /** One thing that somebody does again and again. */
  interface Action {
    void once() throws Exception;
  }

  /** Attacks on a server, among them a crowd of so many connections that do nothing. */
  Attacks(StormServer server, int crowdSize) {
    this.server = server;
    this.crowdSize = crowdSize;
  }

  /** Each kind with its name. */
  Map<String, Action> kinds() {
    Map<String, Action> kinds = new LinkedHashMap<>();
    kinds.put("wrong framings", () -> answered(next(wrong).sent()));
    kinds.put("half heads", () -> left("POST " + EDITS + " HTTP/1.1\r\nHost: x\r\nContent-Le"));
    kinds.put("half bodies", () -> left(post(EDITS, JSON, "x".repeat(4_000_000)), 300_000));
    kinds.put("pictures that are bombs", this::picture);
    kinds.put("large unread fields", () -> answered(post(GENERATIONS, JSON, unread)));
    kinds.put(
        "near boundaries",
        () -> answered(post(EDITS, "multipart/form-data; boundary=" + "x".repeat(70), near)));
    kinds.put("cancels", () -> left(post(GENERATIONS, JSON, ASK)));
    kinds.put("idle and half-read connections", this::jostle);
    kinds.put("stolen and wrong keys", this::tryKeys);
    return kinds;
  }

  private <T> T next(List<T> all) {
    return all.get((int) (turn.getAndIncrement() % all.size()));
  }

  private static String post(String path, String type, String body) {
    return RawClient.post(path, type, body)
        .replaceFirst("\r\n", "\r\nAuthorization: Bearer " + StormServer.HOSTILE + "\r\n");
  }

  // ---- pictures

  private void picture() throws IOException {
    String body =
        "{\"model\": \"sim\", \"prompt\": \"a\", \"images\": [{\"image_url\": \""
            + next(pictures)
            + "\"}]}";
    answered(post(EDITS, JSON, body));
  }

  private static List<String> pictures() {
    return List.of(
        url("image/gif", read("gif/outside-its-screen.gif")),
        url("image/bmp", read("bmp/holds-a-png.bmp")),
        url("image/webp", read("webp/outside-its-canvas.webp")),
        url("image/png", read("headers/negative-side.png")),
        url("image/png", png(40_000, 40_000)),
        url("image/png", png(0, 0)),
        url("image/jpeg", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff}));
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(PICTURES.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A header and nothing else. */
  private static byte[] png(int width, int height) {
    return ByteBuffer.allocate(45)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put("IHDR".getBytes(StandardCharsets.US_ASCII))
        .putInt(width)
        .putInt(height)
        .put(new byte[] {8, 6, 0, 0, 0})
        .array();
  }

  private static String url(String type, byte[] file) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(file);
  }

  // ---- connections

  /** Some leave, others come. */
  private void jostle() throws IOException {
    while (crowd.size() > crowdSize - STEP) {
      crowd.remove().reset();
    }
    for (int i = 0; i < STEP; i++) {
      crowd.add(idle(i));
    }
  }

  private RawClient idle(int kind) throws IOException {
    if (kind == 0) {
      RawClient reluctant = server.connectReluctantly();
      sent(reluctant, post(GENERATIONS, JSON, LARGE)); // and it never reads the answer
      return reluctant;
    }
    RawClient client = server.connect();
    if (kind % 3 == 1) {
      sent(client, "GET / HTTP/1.1\r\nHo");
    } else if (kind % 3 == 2) {
      sent(client, post(GENERATIONS, JSON, ASK + " ".repeat(1000)).substring(0, 400));
    }
    return client;
  }

  /** Lets everybody go. */
  @Override
  public void close() throws IOException {
    while (!crowd.isEmpty()) {
      crowd.remove().reset();
    }
  }

  // ---- keys

  private void tryKeys() throws IOException, InterruptedException {
    expect(server.post("no-key-at-all", GENERATIONS, ASK).statusCode(), 401);
    expect(server.post(StormServer.HOSTILE, "/v1/config/reload", "").statusCode(), 403);
    expect(server.post(StormServer.STOLEN, GENERATIONS, ASK).statusCode(), 200, 401);
    expect(server.post(StormServer.LIMITED, GENERATIONS, ASK).statusCode(), 200, 429);
  }

  private static void expect(int status, Integer... expected) {
    if (!List.of(expected).contains(status)) {
      throw new AssertionError("a key is answered with " + status);
    }
  }

  // ---- the wire

  /** Hears the answer, which is none of success. */
  private void answered(String request) throws IOException {
    answered(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void answered(byte[] request) throws IOException {
    try (RawClient client = server.connect()) {
      String answer = sent(client, request) ? client.readAnswer() : "";
      if (answer.startsWith("HTTP/1.1 2") || answer.startsWith("HTTP/1.1 500")) {
        throw new AssertionError("an attack is answered with " + answer);
      }
    }
  }

  /** Sends something and leaves. */
  private void left(String request) throws IOException {
    left(request, request.length());
  }

  private void left(String request, int length) throws IOException {
    try (RawClient client = server.connect()) {
      sent(client, request.substring(0, length));
      client.reset();
    }
  }

  private static boolean sent(RawClient client, String request) {
    return sent(client, request.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Whether the server has taken it all; it need not hear those to the end that it refuses. */
  private static boolean sent(RawClient client, byte[] request) {
    try {
      client.send(request);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
