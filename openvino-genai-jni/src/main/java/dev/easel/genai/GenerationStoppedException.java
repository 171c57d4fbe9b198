package dev.easel.genai;

/** The step listener stopped the run, so there is no picture. */
public final class GenerationStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GenerationStoppedException() {
    super("the step listener stopped the run");
  }
}
