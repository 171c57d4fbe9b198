package dev.easel.genai.lora.layer;

import java.util.List;

/**
 * What the name of a layer in an adapter's file may mean in a model's own words.
 *
 * @param paths the layers, with underscores for dots; several where the file's author had one layer
 *     that gives the outputs of all of them, one after another
 * @param isSwapped whether the two halves of the outputs change places
 */
record KeySpelling(List<String> paths, boolean isSwapped) {

  /** One layer under its own name. */
  static KeySpelling of(String path) {
    return new KeySpelling(List.of(path), false);
  }
}
