package dev.easel.genai.check;

import dev.easel.genai.check.SafetensorsFile.Tensor;
import java.util.Optional;

/**
 * What an adapter's file has for one layer: two matrices that fit each other.
 *
 * @param name the layer as the file calls it
 * @param down from the layer's inputs to as many values as the rank
 * @param up from those to the layer's outputs
 * @param alpha what, divided by the rank, scales them
 * @param scale what scales them where there is no alpha
 */
public record LoraPart(String name, Tensor down, Tensor up, Optional<Tensor> alpha, double scale) {
  /** How many values there are between the matrices. */
  public long rank() {
    return down.shape().get(0);
  }

  /** How many values the layer takes. */
  public long inputs() {
    return down.shape().get(1);
  }

  /** How many values the layer gives. */
  public long outputs() {
    return up.shape().get(0);
  }

  /** Whether it is of a layer that looks at one value or pixel at a time. */
  public boolean isPointwise() {
    return down.shape().stream().skip(2).allMatch(side -> side == 1)
        && up.shape().stream().skip(2).allMatch(side -> side == 1);
  }
}
