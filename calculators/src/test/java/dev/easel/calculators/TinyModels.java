package dev.easel.calculators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes models out of the tiny ones. */
final class TinyModels {

  private TinyModels() {}

  /** A model that says of itself to be of another class. */
  static Path ofClass(String className, Path model, Path into) throws IOException {
    try (Stream<Path> parts = Files.list(model)) {
      for (Path part : parts.filter(Files::isDirectory).toList()) {
        Files.createSymbolicLink(into.resolve(part.getFileName()), part.toAbsolutePath());
      }
    }
    String index = Files.readString(model.resolve("model_index.json"));
    Files.writeString(
        into.resolve("model_index.json"),
        index.replaceFirst(
            "\"_class_name\": \"[^\"]*\"", "\"_class_name\": \"" + className + "\""));
    return into;
  }

  /** Stable Diffusion 3 as it is saved without its third text encoder. */
  static Path withoutT5(Path model, Path into) throws IOException {
    List<Path> parts;
    try (Stream<Path> listed = Files.list(model)) {
      parts = listed.filter(part -> !part.getFileName().toString().endsWith("_3")).toList();
    }
    for (Path part : parts) {
      Path target = into.resolve(part.getFileName().toString());
      if (Files.isDirectory(part)) {
        Files.createSymbolicLink(target, part.toAbsolutePath());
      }
    }
    String index = Files.readString(model.resolve("model_index.json"));
    Files.writeString(
        into.resolve("model_index.json"),
        index.replaceAll(
            "\"(text_encoder_3|tokenizer_3)\": \\[[^]]*]", "\"$1\": [\n    null,\n    null\n  ]"));
    return into;
  }
}
