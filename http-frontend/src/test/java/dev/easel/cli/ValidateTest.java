package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.easel.serving.Servable;
import dev.easel.serving.plugin.CalculatorFolder;
import dev.easel.serving.repository.RepositorySettings;
import dev.easel.serving.repository.RepositorySource;
import dev.easel.serving.repository.ServableRepository;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code validate} says is what loading says. */
class ValidateTest {
  private static final Path MODEL = Path.of("..", "models", "shapes").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private final Map<String, String> graphs = new LinkedHashMap<>();

  private record Outcome(int status, String out) {}

  private static Outcome validate(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line =
        Easel.commandLine("validate")
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(Writer.nullWriter()));
    String[] words =
        Stream.concat(Stream.of("validate"), Stream.of(arguments)).toArray(String[]::new);
    return new Outcome(line.execute(words), out.toString());
  }

  @Test
  void checksTheFileOfKeysThatItIsTold() throws IOException {
    Path graph =
        Files.writeString(
            folder.resolve("graph.pbtxt"), "input_stream: \"a\" output_stream: \"a\"");
    Path keys = Files.writeString(folder.resolve("access.json"), "{\"groups\": [], \"keys\": [7]}");
    Outcome wrong = validate(graph.toString(), "--access_config", keys.toString());
    assertThat(wrong.status()).isEqualTo(1);
    assertThat(wrong.out()).contains("access.json:1:").contains("must be an object");
    Files.writeString(keys, "{\"groups\": [], \"keys\": []}");
    assertThat(validate(graph.toString(), "--access_config", keys.toString()).out())
        .contains("there is no key");
  }

  private void options(String name, String options) {
    graphs.put(name, graph(MODEL, options));
  }

  private static String graph(Path model, String options) {
    return """
    input_stream: "HTTP_REQUEST_PAYLOAD:input"
    output_stream: "HTTP_RESPONSE_PAYLOAD:output"
    node {
      name: "the_node"
      calculator: "ImageGenCalculator"
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node_options {
        [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] { models_path: "%s" %s }
      }
    }
    """
        .formatted(model, options);
  }

  /** A model that lacks something, or has something else in its place. */
  private void model(String name, String file, Optional<String> text) throws IOException {
    Path copy = folder.resolve("models").resolve(name);
    try (Stream<Path> all = Files.walk(MODEL)) {
      all.filter(Files::isRegularFile)
          .filter(path -> !MODEL.relativize(path).startsWith(file))
          .forEach(path -> link(path, copy.resolve(MODEL.relativize(path))));
    }
    if (text.isPresent()) {
      Files.createDirectories(copy.resolve(file).resolveSibling("."));
      Files.writeString(copy.resolve(file), text.get());
    }
    graphs.put(name, graph(copy, ""));
  }

  private static void link(Path from, Path to) {
    try {
      Files.createDirectories(to.resolveSibling("."));
      Files.createSymbolicLink(to, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path config() throws IOException {
    StringBuilder entries = new StringBuilder();
    for (Map.Entry<String, String> graph : graphs.entrySet()) {
      Path base = Files.createDirectories(folder.resolve(graph.getKey()));
      Files.writeString(base.resolve("graph.pbtxt"), graph.getValue());
      entries.append(entries.isEmpty() ? "" : ", ");
      entries.append("{\"config\": {\"name\": \"").append(graph.getKey()).append("\"}}");
    }
    return Files.writeString(
        folder.resolve("config.json"), "{\"model_config_list\": [" + entries + "]}");
  }

  private static void compare(Path config) throws IOException {
    Outcome text = validate(config.toString());
    assertThat(text.status()).isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(validate("--json", config.toString()).out());
    Map<String, JsonNode> checked = new LinkedHashMap<>();
    json.path("graphs").forEach(graph -> checked.put(graph.path("name").asText(), graph));
    RepositorySettings settings =
        RepositorySettings.standard(CalculatorFolder.registry(Optional.empty()));
    try (ServableRepository served =
        ServableRepository.open(RepositorySource.configFile(config), settings)) {
      served.load();
      served.awaitFirstLoad();
      for (Servable servable : served.all()) {
        String why = servable.failure().orElse("nothing");
        JsonNode mistakes = Objects.requireNonNull(checked.get(servable.name())).path("mistakes");
        assertThat(why).as(servable.name()).contains(mistakes.path(0).path("message").asText("?"));
        assertThat(text.out()).as(servable.name()).contains(why);
      }
    }
  }

  @Test
  void saysOfOptionsWhatLoadingSays() throws IOException {
    options("config-quotes", "plugin_config: \"{'A': 1}\"");
    options("config-list", "plugin_config: \"[1]\"");
    options("config-null", "plugin_config: \"{\\\"A\\\": null}\"");
    options("max-half", "max_resolution: \"1024\"");
    options("default-above", "max_resolution: \"512x512\" default_resolution: \"1024x1024\"");
    options("default-odd", "default_resolution: \"300x301\"");
    options("default-auto", "default_resolution: \"auto\"");
    options("both", "resolution: \"256x256\" max_resolution: \"512x512\"");
    options("twice", "resolution: \"256x256 256x256\"");
    options("not-listed", "resolution: \"256x256\" default_resolution: \"128x128\"");
    options("no-static", "num_images_per_prompt: 2");
    options("device-empty", "device: \"\"");
    options("device-two", "device: \"GPU CPU\"");
    options("device-unknown", "device: \"TPU\"");
    options("device-third", "device: \"CPU TPU CPU\"");
    options("device-part", "device: \"HETERO:TPU,CPU\"");
    options("device-number", "device: \"CPU.7\"");
    options("device-npu", "device: \"NPU\"");
    options("steps", "default_num_inference_steps: 200");
    options("adapter", "lora_adapters { alias: \"a\" path: \"none.safetensors\" }");
    options(
        "composite",
        "composite_lora_adapters { alias: \"c\" components { adapter_alias: \"z\" } }");
    graphs.put("no-folder", graph(Path.of("nowhere"), ""));
    graphs.put("no-path", graph(MODEL, "").replaceAll("models_path: \"[^\"]*\"", ""));
    graphs.put("empty", "");
    compare(config());
  }

  @Test
  void saysOfModelFoldersWhatLoadingSays() throws IOException {
    for (String file :
        new String[] {
          "model_index.json",
          "unet",
          "unet/openvino_model.xml",
          "unet/openvino_model.bin",
          "vae_decoder",
          "text_encoder/config.json",
          "tokenizer/openvino_tokenizer.xml",
          "scheduler"
        }) {
      model("no-" + file.replace('/', '-'), file, Optional.empty());
    }
    model("index-empty", "model_index.json", Optional.of("{}"));
    String scheduler = "scheduler/scheduler_config.json";
    model("sched-empty", scheduler, Optional.of("{}"));
    model("sched-unknown", scheduler, Optional.of("{\"_class_name\": \"SomeScheduler\"}"));
    model(
        "sched-karras",
        scheduler,
        Optional.of(
            "{\"_class_name\": \"EulerDiscreteScheduler\", \"use_karras_sigmas\": true,"
                + " \"prediction_type\": \"epsilon\"}"));
    model("sched-prk", scheduler, Optional.of("{\"_class_name\": \"PNDMScheduler\"}"));
    model("sched-ddim", scheduler, Optional.of("{\"_class_name\": \"DDIMScheduler\"}"));
    compare(config());
  }

  @Test
  void hintsAtTheTwoWaysToWriteOptions() throws IOException {
    Path graph =
        Files.writeString(
            folder.resolve("g.pbtxt"),
            """
            input_stream: "in"
            node {
              calculator: "GateCalculator" input_stream: "in" input_stream: "ALLOW:in"
              output_stream: "out"
              node_options { [mediapipe.GateCalculatorOptions.ext] { allow: true } }
            }
            """);
    assertThat(validate(graph.toString()).out())
        .contains("g.pbtxt:5:", "[type.googleapis.com/mediapipe.GateCalculatorOptions]");
  }

  @Test
  void refusesTwoModelsWhereANodeNeedsOne() throws IOException {
    String generating =
        """
        node {
          name: "%s" calculator: "ImageGenerateCalculator" input_stream: "TASK:task"
          input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes" output_stream: "IMAGES:%s"
          node_options {
            [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] {
              models_path: "%s" device: "SIM" default_num_inference_steps: %d
            }
          }
        }
        """;
    String graph =
        """
        input_stream: "HTTP_REQUEST_PAYLOAD:input"
        output_stream: "HTTP_RESPONSE_PAYLOAD:output"
        node {
          calculator: "ImageRequestCalculator" input_stream: "HTTP_REQUEST_PAYLOAD:input"
          input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes" output_stream: "TASK:task"
        }
        node {
          calculator: "ImageEncodeCalculator" input_stream: "TASK:task"
          input_stream: "IMAGES:two" output_stream: "ENCODED:encoded"
        }
        node {
          calculator: "ImageResponseCalculator" input_stream: "HTTP_REQUEST_PAYLOAD:input"
          input_stream: "TASK:task" input_stream: "ENCODED:encoded"
          output_stream: "HTTP_RESPONSE_PAYLOAD:output"
        }
        """;
    graphs.put(
        "two",
        graph
            + generating.formatted("a", "one", MODEL, 2)
            + generating.formatted("b", "two", MODEL, 3));
    Path config = config();
    assertThat(validate(config.toString()).out()).contains("needs one resource; there are 2");
    compare(config);
  }
}
