package dev.easel.repository;

import java.nio.file.Files;
import java.nio.file.Path;

/** Knows an image generation model's folder when it sees one. */
final class ModelFolder {
  static final String INDEX = "model_index.json";

  private ModelFolder() {}

  /** Whether the folder holds a diffusers-style pipeline. */
  static boolean holdsModel(Path folder) {
    return Files.isRegularFile(folder.resolve(INDEX));
  }
}
