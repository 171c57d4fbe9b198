package dev.easel.calculators;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.calculators.http.FormPart;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.calculators.http.HttpResponsePayload;
import dev.easel.calculators.http.ImageStore;
import dev.easel.calculators.http.RequestException;
import dev.easel.calculators.http.StoredImage;
import dev.easel.calculators.image.png.PngEncoder;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.pool.SharedResources;
import dev.easel.framework.status.StatusException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assertions;

/** A graph of the image road on one of the tiny models, to send requests through. */
final class Road implements AutoCloseable {

  static final Path BINDING_MODELS =
      Path.of("../openvino-genai-jni/src/test/models").toAbsolutePath().normalize();
  static final Path OWN_MODELS = Path.of("src/test/models").toAbsolutePath();

  private static final CalculatorRegistry REGISTRY =
      CalculatorRegistry.standardBuilder(Road.class.getClassLoader())
          .calculator("InvertCalculator", InvertCalculator::new)
          .build();

  private static final String ONE_NODE =
      """
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node: {
        name: "ImageGenExecutor"
        calculator: "ImageGenCalculator"
        input_stream: "HTTP_REQUEST_PAYLOAD:input"
        input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
        output_stream: "HTTP_RESPONSE_PAYLOAD:output"
        node_options: {
          [type.googleapis.com / mediapipe.ImageGenCalculatorOptions]: {
            models_path: "%s"
            %s
          }
        }
      }
      """;

  private final GraphDescription description;
  private final SharedResources resources;
  private final MapStore store = new MapStore();

  private Road(String graph) {
    description = GraphDescription.parse(graph, "graph.pbtxt", REGISTRY);
    resources = SharedResources.open(description, BINDING_MODELS, Map.of());
  }

  /** OVMS's graph on a model, with further options. */
  static Road open(String model, String options) {
    String device = options.contains("device:") ? "" : "device: \"CPU\" ";
    return new Road(ONE_NODE.formatted(folder(model), device + options));
  }

  /** The same with a profiler that is told what to do. */
  static Road open(String model, String options, String profiler) {
    return new Road(
        "profiler_config { " + profiler + " }\n" + ONE_NODE.formatted(folder(model), options));
  }

  /** A graph of its own; {@code %s} stands for the model's folder. */
  static Road openGraph(String graph, String model) {
    return new Road(graph.formatted(folder(model)));
  }

  /** OVMS's graph on a model in any folder. */
  static Road open(Path model, String options) {
    return new Road(ONE_NODE.formatted(model, "device: \"CPU\" " + options));
  }

  static Path folder(String model) {
    Path own = OWN_MODELS.resolve(model);
    return Files.isDirectory(own) ? own : BINDING_MODELS.resolve(model);
  }

  CalculatorGraph graph() {
    return new CalculatorGraph(
        description, GraphSettings.standard().withService(ImageStore.SERVICE, store));
  }

  Map<String, Packet> sidePackets() {
    return resources.sidePackets();
  }

  List<String> aliases() {
    return resources.aliases();
  }

  <T> List<T> all(Class<T> type) {
    return resources.all(type);
  }

  boolean isListed() {
    return resources.isListed();
  }

  Optional<StoredImage> kept(String key) {
    return Optional.ofNullable(store.kept.get(key));
  }

  HttpResponsePayload send(HttpRequestPayload request) {
    List<HttpResponsePayload> answers = sendAll(request);
    Assertions.assertEquals(1, answers.size());
    return answers.get(0);
  }

  /** All packets of the answer, in order. */
  List<HttpResponsePayload> sendAll(HttpRequestPayload request) {
    List<HttpResponsePayload> answers = new ArrayList<>();
    try (CalculatorGraph run = graph()) {
      run.observeOutputStream(
          "output", packet -> answers.add(packet.get(HttpResponsePayload.class)));
      run.startRun(sidePackets());
      run.addPacketToInputStream("input", Packet.of(request, 0));
      run.closeAllInputStreams();
      run.waitUntilDone();
    }
    return answers;
  }

  JsonNode ask(HttpRequestPayload request) {
    return json(send(request));
  }

  RequestException refuse(HttpRequestPayload request) {
    StatusException status = Assertions.assertThrows(StatusException.class, () -> send(request));
    return status.failures().stream()
        .filter(RequestException.class::isInstance)
        .map(RequestException.class::cast)
        .findFirst()
        .orElseThrow(() -> status);
  }

  static JsonNode json(HttpResponsePayload response) {
    StringBuilder text = new StringBuilder();
    response.body().forEach(piece -> text.append(StandardCharsets.UTF_8.decode(piece)));
    try {
      return new ObjectMapper().readTree(text.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static HttpRequestPayload generation(String fields) {
    return generation("tiny", fields);
  }

  /** Two steps at 64x64, unless the fields say otherwise: the first of two counts. */
  static HttpRequestPayload generation(String model, String fields) {
    String body =
        "{"
            + (fields.isEmpty() ? "" : fields + ", ")
            + "\"prompt\": \"three cats\", \"num_inference_steps\": 2"
            + (fields.contains("size") ? "}" : ", \"size\": \"64x64\"}");
    return new HttpRequestPayload(
        "POST",
        "/v3/images/generations",
        "",
        "tiny",
        model,
        Map.of("content-type", "application/json", "host", "localhost:8000"),
        ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)),
        List.of());
  }

  static List<FormPart> form(String... namesAndValues) {
    List<FormPart> parts = new ArrayList<>();
    parts.add(FormPart.text("prompt", "a dog"));
    parts.add(FormPart.text("num_inference_steps", "2"));
    parts.add(FormPart.file("image", "x.png", "image/png", image(64, 128)));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parts.add(FormPart.text(namesAndValues[i], namesAndValues[i + 1]));
    }
    return parts;
  }

  static HttpRequestPayload edit(List<FormPart> parts) {
    return new HttpRequestPayload(
        "POST",
        "/v3/images/edits",
        "",
        "tiny",
        "tiny",
        Map.of("content-type", "multipart/form-data; boundary=x"),
        ByteBuffer.allocate(0),
        parts);
  }

  static FormPart mask(int width, int height) {
    return FormPart.file("mask", "m.png", "image/png", image(width, height));
  }

  /** A PNG file, black above and white below. */
  static ByteBuffer image(int width, int height) {
    ByteBuffer rgb = ByteBuffer.allocate(width * height * 3);
    while (rgb.hasRemaining()) {
      rgb.put((byte) (rgb.position() < rgb.capacity() / 2 ? 0 : 255));
    }
    List<ByteBuffer> pieces = new PngEncoder().encode(rgb.flip(), width, height, Optional.empty());
    ByteBuffer file = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(file::put);
    return file.flip();
  }

  static ByteBuffer image(JsonNode answer, int index) {
    String base64 = answer.path("data").path(index).path("b64_json").asText();
    return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
  }

  @Override
  public void close() {
    resources.close();
  }

  /** Keeps everything for as long as the road is open. */
  private static final class MapStore implements ImageStore {
    private final Map<String, StoredImage> kept = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<String> put(StoredImage image, String owner) {
      String key = "k" + kept.size();
      kept.put(key, image);
      return CompletableFuture.completedFuture(PATH + key);
    }

    @Override
    public CompletionStage<Optional<StoredImage>> find(String key) {
      return CompletableFuture.completedFuture(Optional.ofNullable(kept.get(key)));
    }
  }
}
