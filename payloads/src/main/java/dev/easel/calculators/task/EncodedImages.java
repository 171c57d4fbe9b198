package dev.easel.calculators.task;

import java.util.List;

/**
 * The encoded images of one task, in the order of their indexes.
 *
 * @param images one entry per image
 */
public record EncodedImages(List<EncodedImage> images) {

  /** Copies the list. */
  public EncodedImages {
    images = List.copyOf(images);
  }
}
