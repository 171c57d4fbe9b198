package dev.easel.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.cli.shared.Misuse;
import dev.easel.hub.AdapterPull;
import dev.easel.hub.HubAddress;
import dev.easel.serving.graph.ImageGraph;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the graph that is made for a model shall say. */
public final class ImageTaskOptions {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "What the model is for; image_generation is the only one.")
  private @Nullable String task;

  @Option(
      names = "--target_device",
      paramLabel = "DEVICE",
      description = "One device, or three for text encoders, denoiser and VAE: 'NPU NPU GPU'.")
  private @Nullable String targetDevice;

  @Option(
      names = "--plugin_config",
      paramLabel = "JSON",
      description = "OpenVINO's compile properties, such as '{\"PERFORMANCE_HINT\": \"LATENCY\"}'.")
  private @Nullable String pluginConfig;

  @Option(
      names = "--num_streams",
      paramLabel = "N",
      description = "How many inferences a device runs at once.")
  private @Nullable Long streams;

  @Option(
      names = "--resolution",
      paramLabel = "WxH…",
      description = "Sizes that requests may ask for, separated by blanks; one is compiled in.")
  private @Nullable String resolution;

  @Option(names = "--max_resolution", paramLabel = "WxH", description = "Largest size.")
  private @Nullable String maxResolution;

  @Option(
      names = "--default_resolution",
      paramLabel = "WxH",
      description = "Size of a request that names none.")
  private @Nullable String defaultResolution;

  @Option(
      names = "--num_images_per_prompt",
      paramLabel = "N",
      description = "With one resolution: number of pictures that is compiled in.")
  private @Nullable Long images;

  @Option(
      names = "--guidance_scale",
      paramLabel = "SCALE",
      description = "With one resolution: guidance scale that is compiled in.")
  private @Nullable Float guidance;

  @Option(
      names = "--max_num_images_per_prompt",
      paramLabel = "N",
      description = "Most pictures of one request.")
  private @Nullable Long mostImages;

  @Option(
      names = "--default_num_inference_steps",
      paramLabel = "N",
      description = "Steps of a request that names none.")
  private @Nullable Long defaultSteps;

  @Option(
      names = "--max_num_inference_steps",
      paramLabel = "N",
      description = "Most steps of one request.")
  private @Nullable Long mostSteps;

  @Option(
      names = "--source_loras",
      paramLabel = "ALIAS=SOURCE[:ALPHA],…",
      description =
          "LoRA adapters, each under an alias: a .safetensors file, its address, or"
              + " ORG/REPO[@FILE] on the hub; ALIAS=@a:0.7+@b:0.5 combines others.")
  private @Nullable String loras;

  /** Refuses values that no graph may have. */
  public void check(Misuse misuse) {
    misuse.when(
        task != null && !task.equals("image_generation"),
        "task '" + task + "' is not served here; the only one is image_generation");
    positive(misuse, "num_streams", streams);
    positive(misuse, "num_images_per_prompt", images);
    positive(misuse, "max_num_images_per_prompt", mostImages);
    positive(misuse, "default_num_inference_steps", defaultSteps);
    positive(misuse, "max_num_inference_steps", mostSteps);
    misuse.when(guidance != null && !(guidance > 0), "guidance_scale must be greater than 0");
    size(misuse, "max_resolution", maxResolution);
    size(misuse, "default_resolution", defaultResolution);
  }

  private static void positive(Misuse misuse, String option, @Nullable Long value) {
    misuse.when(value != null && value < 1, option + " must be greater than 0");
  }

  private static void size(Misuse misuse, String option, @Nullable String value) {
    misuse.when(
        value != null && !value.matches("\\d+x\\d+"),
        "Invalid " + option + " format. Expected WxH, e.g., 1024x1024");
  }

  /** Whether anything was said that a graph in a file would not know. */
  public boolean isGiven() {
    return task != null || hasOptions();
  }

  private boolean hasOptions() {
    return Stream.of(
            targetDevice,
            pluginConfig,
            streams,
            resolution,
            maxResolution,
            defaultResolution,
            images,
            guidance,
            mostImages,
            defaultSteps,
            mostSteps,
            loras)
        .anyMatch(value -> value != null);
  }

  /** The graph for a model in {@code modelsPath}. */
  public ImageGraph graph(String modelsPath, Optional<Path> cacheDir, Misuse misuse) {
    ImageGraph graph = ImageGraph.serving(modelsPath);
    text(graph, "device", targetDevice);
    text(graph, "plugin_config", properties(cacheDir, misuse));
    text(graph, "max_resolution", maxResolution);
    text(graph, "default_resolution", defaultResolution);
    number(graph, "max_num_images_per_prompt", mostImages);
    number(graph, "default_num_inference_steps", defaultSteps);
    number(graph, "max_num_inference_steps", mostSteps);
    text(graph, "resolution", resolution);
    number(graph, "num_images_per_prompt", images);
    number(graph, "guidance_scale", guidance);
    boolean isStatic = targetDevice != null && targetDevice.contains("NPU");
    loras(misuse).forEach(source -> source.addTo(graph, isStatic ? "STATIC" : "DYNAMIC"));
    return graph;
  }

  private List<LoraSource> loras(Misuse misuse) {
    return loras == null ? List.of() : LoraSource.parse(loras, misuse);
  }

  /** The adapters, as what goes into a model's folder that is fetched. */
  public PullOptions.Extras extras(PrintWriter err, Misuse misuse) {
    return new PullOptions.Extras() {
      @Override
      public void check() {
        loras(misuse).forEach(source -> source.check(pull(err)));
      }

      @Override
      public void in(Path folder, boolean overwrites) {
        fetchLoras(folder, overwrites, err, misuse);
      }
    };
  }

  private static AdapterPull pull(PrintWriter err) {
    Map<String, String> environment = System.getenv();
    return new AdapterPull(() -> HubAddress.of(environment), environment, ProgressLine.on(err));
  }

  /** Fetches the adapters that lie elsewhere into a model's folder. */
  public void fetchLoras(Path folder, boolean overwrites, PrintWriter err, Misuse misuse) {
    AdapterPull pull = pull(err);
    loras(misuse).forEach(source -> source.fetch(pull, folder, overwrites));
  }

  private @Nullable String properties(Optional<Path> cacheDir, Misuse misuse) {
    ObjectNode properties = JSON.createObjectNode();
    if (pluginConfig != null) {
      try {
        JsonNode given = JSON.readTree(pluginConfig);
        misuse.when(!given.isObject(), "plugin_config is no JSON object");
        properties.setAll((ObjectNode) given);
      } catch (JsonProcessingException e) {
        throw misuse.because("plugin_config is no JSON: " + e.getOriginalMessage());
      }
    }
    add(properties, "NUM_STREAMS", Optional.ofNullable(streams).map(String::valueOf), misuse);
    add(properties, "CACHE_DIR", cacheDir.map(Path::toString), misuse);
    return properties.isEmpty() ? null : properties.toString();
  }

  private static void add(
      ObjectNode properties, String name, Optional<String> value, Misuse misuse) {
    misuse.when(
        value.isPresent() && properties.has(name),
        "plugin_config says " + name + " too; say it once");
    value.ifPresent(text -> properties.put(name, text));
  }

  private static void text(ImageGraph graph, String field, @Nullable String value) {
    if (value != null) {
      graph.text(field, value);
    }
  }

  private static void number(ImageGraph graph, String field, @Nullable Number value) {
    if (value != null) {
      graph.number(field, value);
    }
  }
}
