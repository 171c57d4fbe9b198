package dev.easel.serving.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A graph that serves one image generation model: the text that {@code --configure} and {@code
 * --pull} write, and that a bare model folder is served with.
 */
public final class ImageGraph {
  private final List<String> options = new ArrayList<>();

  private ImageGraph() {}

  /** A graph for the model in {@code modelsPath}, which may be relative to the graph's folder. */
  public static ImageGraph serving(String modelsPath) {
    return new ImageGraph().text("models_path", modelsPath);
  }

  /** Sets an option whose value is a string. */
  public ImageGraph text(String field, String value) {
    options.add(field + ": " + quoted(value));
    return this;
  }

  /** Sets an option whose value is a number. */
  public ImageGraph number(String field, Number value) {
    options.add(field + ": " + value);
    return this;
  }

  /** Adds a LoRA adapter. */
  public ImageGraph adapter(String alias, String path, float alpha, String mode) {
    options.add(
        "lora_adapters { alias: %s path: %s alpha: %s mode: %s }"
            .formatted(quoted(alias), quoted(path), alpha, mode));
    return this;
  }

  /** Adds a combination of adapters under a name of its own. */
  public ImageGraph composite(String alias, List<Component> components) {
    StringBuilder line = new StringBuilder("composite_lora_adapters { alias: " + quoted(alias));
    for (Component component : components) {
      line.append(" components { adapter_alias: ").append(quoted(component.alias()));
      component.alpha().ifPresent(alpha -> line.append(" alpha: ").append(alpha));
      line.append(" }");
    }
    options.add(line.append(" }").toString());
    return this;
  }

  /**
   * One adapter of a composite.
   *
   * @param alias the adapter's alias
   * @param alpha its strength within the composite; empty for the adapter's own
   */
  public record Component(String alias, Optional<Float> alpha) {}

  /** The graph in protobuf's text format. */
  public String text() {
    return """
    # OVMS_GRAPH_QUEUE_MAX_SIZE: AUTO
    input_stream: "HTTP_REQUEST_PAYLOAD:input"
    output_stream: "HTTP_RESPONSE_PAYLOAD:output"
    # Turns a request of the images API into pictures.
    node {
      name: "ImageGenExecutor"
      calculator: "ImageGenCalculator"
      input_stream: "HTTP_REQUEST_PAYLOAD:input"
      input_side_packet: "IMAGE_GEN_NODE_RESOURCES:pipes"
      output_stream: "HTTP_RESPONSE_PAYLOAD:output"
      node_options {
        [type.googleapis.com/mediapipe.ImageGenCalculatorOptions] {
          %s
        }
      }
    }
    """
        .formatted(String.join("\n      ", options));
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
