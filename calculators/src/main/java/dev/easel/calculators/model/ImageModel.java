package dev.easel.calculators.model;

/**
 * A loaded model, as the calculators see it that only need to know what it can do.
 *
 * <p><b>Threads</b>: any thread may ask at any time.
 */
public interface ImageModel {

  /** What the model can do. */
  ModelDescription description();
}
