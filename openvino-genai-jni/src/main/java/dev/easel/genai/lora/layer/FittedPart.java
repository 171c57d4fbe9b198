package dev.easel.genai.lora.layer;

import dev.easel.genai.check.LoraPart;
import java.util.List;

/**
 * What an adapter's file has for one layer of the model.
 *
 * @param network the folder of the layer's network
 * @param layer the layer
 * @param key the name that GenAI reads, without the matrix
 * @param source where in the file it comes from
 * @param rows which of the outputs of the file's matrix, in their new order
 */
public record FittedPart(
    String network, Layer layer, String key, LoraPart source, List<Rows> rows) {
  /** Copies. */
  public FittedPart {
    rows = List.copyOf(rows);
  }

  /**
   * Outputs that lie together.
   *
   * @param from the first
   * @param to what follows the last
   */
  public record Rows(long from, long to) {}

  /** What the layer is called in messages. */
  String title() {
    return network + "." + layer.path();
  }
}
