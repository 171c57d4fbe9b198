package dev.easel.genai.error;

/** The step listener stopped the run, so there is no image. */
public final class GenerationStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** There is only one reason. */
  public GenerationStoppedException() {
    super("the step listener stopped the run");
  }
}
