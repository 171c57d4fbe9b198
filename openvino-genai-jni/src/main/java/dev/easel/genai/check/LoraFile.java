package dev.easel.genai.check;

import dev.easel.genai.check.SafetensorsFile.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A safetensors file with a LoRA adapter: two matrices for each layer, which must fit each other,
 * and a number that scales them, which may stand beside the file.
 *
 * <p><b>Failure</b>: a {@link dev.easel.genai.error.GenAiException} that names the file and what is
 * wrong.
 *
 * @param shown the path that messages name
 * @param parts what it has for each layer
 * @param others names of tensors that belong to no layer
 */
public record LoraFile(Path shown, List<LoraPart> parts, List<String> others) {

  /** Copies. */
  public LoraFile {
    parts = List.copyOf(parts);
    others = List.copyOf(others);
  }

  /** What was found of one layer. */
  private static final class Layer {
    Optional<Tensor> down = Optional.empty();
    Optional<Tensor> up = Optional.empty();
    Optional<Tensor> alpha = Optional.empty();

    boolean isMatrices() {
      return down.isPresent() || up.isPresent();
    }
  }

  /** Reads and checks a file's header. */
  public static LoraFile read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel, file);
    } catch (IOException e) {
      throw WrongFile.unreadable(file, e);
    }
  }

  /** The same of a file that is open. */
  public static LoraFile read(FileChannel channel, Path shown) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    List<String> others = new ArrayList<>();
    SafetensorsFile.Header header = SafetensorsFile.read(channel, shown, LoraFile::checkKind);
    for (Tensor tensor : header.tensors()) {
      LoraTensorName name = LoraTensorName.of(tensor.name());
      if (name.role() == LoraTensorName.Role.OTHER) {
        others.add(tensor.name());
        continue;
      }
      Layer layer = layers.computeIfAbsent(name.layer(), key -> new Layer());
      Optional<Tensor> before =
          switch (name.role()) {
            case DOWN -> layer.down;
            case UP -> layer.up;
            default -> layer.alpha;
          };
      if (before.isPresent()) {
        throw WrongFile.because(
            shown,
            "is wrong: '%s' and '%s' are the same part of one layer"
                .formatted(before.get().name(), tensor.name()));
      }
      switch (name.role()) {
        case DOWN -> layer.down = Optional.of(tensor);
        case UP -> layer.up = Optional.of(tensor);
        default -> layer.alpha = Optional.of(tensor);
      }
    }
    LoraScales scales = LoraScales.of(header.metadata(), layers.keySet(), shown);
    return new LoraFile(shown, parts(layers, scales, others, shown), others);
  }

  private static void checkKind(String name, Path shown) {
    LoraKind.of(name)
        .ifPresent(
            kind -> {
              throw WrongFile.because(
                  shown,
                  "is an adapter that GenAI cannot apply: '%s' makes it %s"
                      .formatted(name, kind.title()));
            });
  }

  private static List<LoraPart> parts(
      Map<String, Layer> layers, LoraScales scales, List<String> others, Path shown) {
    List<LoraPart> parts = new ArrayList<>();
    layers.forEach(
        (name, layer) -> {
          if (layer.isMatrices()) {
            parts.add(part(name, layer, scales, shown));
          } else {
            others.add(name + ".alpha");
          }
        });
    if (parts.isEmpty()) {
      throw WrongFile.because(
          shown,
          "is no LoRA adapter: no tensor's name ends with lora_down.weight or lora_A.weight");
    }
    return parts;
  }

  private static long product(Tensor tensor) {
    return tensor.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
  }

  private static LoraPart part(String name, Layer layer, LoraScales scales, Path shown) {
    if (layer.down.isEmpty() || layer.up.isEmpty()) {
      throw WrongFile.because(
          shown,
          "is wrong: layer '%s' has only one of its two matrices, down (A) and up (B)"
              .formatted(name));
    }
    Tensor down = layer.down.get();
    Tensor up = layer.up.get();
    if (down.shape().size() < 2 || up.shape().size() < 2) {
      throw WrongFile.because(
          shown,
          "is wrong: layer '%s' has matrices of the shapes %s and %s; they must have two sides"
              .formatted(name, down.shape(), up.shape()));
    }
    if (!down.shape().get(0).equals(up.shape().get(1))) {
      throw WrongFile.because(
          shown,
          "is wrong: the matrices of layer '%s', %s and %s, have different ranks"
              .formatted(name, down.shape(), up.shape()));
    }
    if (!down.type().equals(up.type())) {
      throw WrongFile.because(
          shown,
          "is wrong: the matrices of layer '%s' have different types, %s and %s"
              .formatted(name, down.type(), up.type()));
    }
    layer.alpha.ifPresent(
        alpha -> {
          if (product(alpha) != 1) {
            throw WrongFile.because(
                shown, "is wrong: '%s' must be one number".formatted(alpha.name()));
          }
        });
    return new LoraPart(name, down, up, layer.alpha, scales.of(name, down.shape().get(0)));
  }
}
