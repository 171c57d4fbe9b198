package dev.easel.genai.check;

import dev.easel.genai.check.SafetensorsFile.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A safetensors file as GenAI reads a LoRA adapter from it: two matrices for each layer, which must
 * fit each other, and a number that scales them.
 */
public final class LoraFile {
  private static final Pattern DOWN =
      Pattern.compile("(.*)(?:[_.]lora[_.](?:A|down)|(?<=lora[12])\\.down)\\.weight");
  private static final Pattern UP =
      Pattern.compile("(.*)(?:[_.]lora[_.](?:B|up)|(?<=lora[12])\\.up)\\.weight");
  private static final Pattern ALPHA = Pattern.compile("(.*)\\.alpha");

  private LoraFile() {}

  /** The parts of one layer. */
  private static final class Layer {
    Optional<Tensor> down = Optional.empty();
    Optional<Tensor> up = Optional.empty();
  }

  /**
   * Checks a file.
   *
   * <p><b>Failure</b>: a {@link dev.easel.genai.error.GenAiException} that names what is wrong.
   *
   * @param shown the path that messages name, where {@code file} is a copy
   */
  public static void check(Path file, Path shown) {
    List<Tensor> tensors = SafetensorsFile.check(file, shown);
    Map<String, Layer> layers = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      layer(DOWN, tensor, layers).ifPresent(layer -> layer.down = Optional.of(tensor));
      layer(UP, tensor, layers).ifPresent(layer -> layer.up = Optional.of(tensor));
      Matcher alpha = ALPHA.matcher(tensor.name());
      if (alpha.matches() && product(tensor) != 1) {
        throw WrongFile.because(
            shown, "is wrong: '%s' must be one number".formatted(tensor.name()));
      }
    }
    if (layers.isEmpty()) {
      throw WrongFile.because(
          shown,
          "is no LoRA adapter: no tensor's name ends with lora_down.weight or lora_A.weight");
    }
    layers.forEach((name, layer) -> check(name, layer, shown));
  }

  private static Optional<Layer> layer(Pattern part, Tensor tensor, Map<String, Layer> layers) {
    Matcher name = part.matcher(tensor.name());
    return name.matches()
        ? Optional.of(layers.computeIfAbsent(name.group(1), key -> new Layer()))
        : Optional.empty();
  }

  private static long product(Tensor tensor) {
    return tensor.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  private static void check(String name, Layer layer, Path shown) {
    if (layer.down.isEmpty() || layer.up.isEmpty()) {
      throw WrongFile.because(
          shown,
          "is wrong: layer '%s' has only one of its two matrices, down (A) and up (B)"
              .formatted(name));
    }
    List<Long> down = layer.down.get().shape();
    List<Long> up = layer.up.get().shape();
    if (down.size() < 2 || up.size() < 2) {
      throw WrongFile.because(
          shown,
          "is wrong: layer '%s' has matrices of the shapes %s and %s; they must have two sides"
              .formatted(name, down, up));
    }
    if (!down.get(0).equals(up.get(1))) {
      throw WrongFile.because(
          shown,
          "is wrong: the matrices of layer '%s', %s and %s, have different ranks"
              .formatted(name, down, up));
    }
  }
}
