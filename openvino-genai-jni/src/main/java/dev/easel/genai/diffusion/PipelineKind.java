package dev.easel.genai.diffusion;

/** The pipelines that a model may have. */
public enum PipelineKind {
  /** Images from text. */
  TEXT_TO_IMAGE("Text-to-image"),
  /** An image changed as a whole. */
  IMAGE_TO_IMAGE("Image-to-image"),
  /** An image repainted under a mask. */
  INPAINTING("Inpainting");

  private final String title;

  PipelineKind(String title) {
    this.title = title;
  }

  /** The pipeline's name for messages. */
  public String title() {
    return title;
  }
}
