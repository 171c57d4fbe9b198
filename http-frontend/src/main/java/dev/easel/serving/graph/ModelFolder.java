package dev.easel.serving.graph;

import java.nio.file.Files;
import java.nio.file.Path;

/** Knows an image generation model's folder when it sees one. */
public final class ModelFolder {
  public static final String INDEX = "model_index.json";

  private ModelFolder() {}

  /** Whether the folder holds a diffusers-style pipeline. */
  public static boolean holdsModel(Path folder) {
    return Files.isRegularFile(folder.resolve(INDEX));
  }
}
