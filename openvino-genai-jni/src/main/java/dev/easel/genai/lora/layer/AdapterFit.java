package dev.easel.genai.lora.layer;

import dev.easel.genai.check.LoraFile;
import dev.easel.genai.check.LoraPart;
import dev.easel.genai.error.GenAiException;
import dev.easel.genai.lora.layer.FittedPart.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What of an adapter's file fits a model.
 *
 * @param file the adapter's file
 * @param spelling whose names the file has, such as {@code kohya}
 * @param parts what it has for the model's layers
 * @param total how many layers it has in the file's own count
 * @param unmatched keys of the file that no layer of the model has, as the file writes them
 */
public record AdapterFit(
    Path file, String spelling, List<FittedPart> parts, int total, List<String> unmatched) {
  private static final int EXAMPLES = 2;

  /** Copies. */
  public AdapterFit {
    parts = List.copyOf(parts);
    unmatched = List.copyOf(unmatched);
  }

  static AdapterFit of(LoraFile file, ModelLayers model) {
    List<FittedPart> fitted = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    for (LoraPart part : file.parts()) {
      Optional<ModelLayers.Found> found = model.find(part);
      if (found.isEmpty()) {
        unmatched.add(part.name());
        continue;
      }
      for (FittedPart each : parts(file, part, found.get())) {
        String other = taken.put(each.title(), part.name());
        if (other != null) {
          throw new GenAiException(
              "%s is wrong: '%s' and '%s' are both of the layer %s"
                  .formatted(file.shown(), other, part.name(), each.title()));
        }
        fitted.add(each);
      }
    }
    if (fitted.isEmpty()) {
      throw new GenAiException(
          "%s fits no layer of the model: its keys are %s, the model's layers %s; it was made for another family of models"
              .formatted(
                  file.shown(),
                  list(file.parts().stream().map(LoraPart::name).toList()),
                  list(model.examples())));
    }
    int total = file.parts().size() + file.others().size();
    unmatched.addAll(file.others());
    return new AdapterFit(
        file.shown(), spelling(file.parts().get(0).name()), fitted, total, unmatched);
  }

  private static List<FittedPart> parts(LoraFile file, LoraPart part, ModelLayers.Found found) {
    long outputs = found.layers().stream().mapToLong(Layer::outputs).sum();
    Layer first = found.layers().get(0);
    String title = found.network().folder() + "." + first.path();
    if (!part.isPointwise() || !first.isPointwise()) {
      throw new GenAiException(
          "%s cannot be applied: '%s' is of a convolution that looks at several pixels, %s; GenAI changes only those of 1x1"
              .formatted(file.shown(), part.name(), title));
    }
    if (part.outputs() != outputs
        || found.layers().stream().anyMatch(layer -> layer.inputs() != part.inputs())) {
      throw new GenAiException(
          "%s was made for another model: '%s' is of a layer that takes %d values and gives %d, and %s takes %d and gives %d"
              .formatted(
                  file.shown(),
                  part.name(),
                  part.inputs(),
                  part.outputs(),
                  title,
                  first.inputs(),
                  outputs));
    }
    List<FittedPart> parts = new ArrayList<>();
    long at = 0;
    for (Layer layer : found.layers()) {
      long to = at + layer.outputs();
      long middle = at + layer.outputs() / 2;
      List<Rows> rows =
          found.isSwapped()
              ? List.of(new Rows(middle, to), new Rows(at, middle))
              : List.of(new Rows(at, to));
      String key = found.network().prefix() + layer.key();
      parts.add(new FittedPart(found.network().folder(), layer, key, part, rows));
      at = to;
    }
    return parts;
  }

  private static String spelling(String key) {
    if (key.startsWith("base_model.model.")) {
      return "PEFT";
    }
    if (key.contains(".processor.")) {
      return key.contains("_blocks.") && key.contains("_lora") && !key.contains("attn")
          ? "XLabs"
          : "attention processors";
    }
    if (key.startsWith("lora_")) {
      return "kohya";
    }
    return key.contains("diffusion_model.") || key.contains("double_blocks.")
        ? "original names"
        : "diffusers";
  }

  /** How many layers of the file were found in the model, in the file's own count. */
  public int matched() {
    return total - unmatched.size();
  }

  /** What is to be known of a file of which the model has not everything; empty when it has. */
  public Optional<String> warning() {
    return unmatched.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of %d layers of %s are not in the model and have no effect: %s"
                .formatted(unmatched.size(), total, file, list(unmatched)));
  }

  private static String list(List<String> names) {
    String examples =
        names.stream()
            .limit(EXAMPLES)
            .map(each -> "'" + each + "'")
            .collect(Collectors.joining(" and "));
    return names.size() > EXAMPLES ? "such as " + examples : examples;
  }
}
