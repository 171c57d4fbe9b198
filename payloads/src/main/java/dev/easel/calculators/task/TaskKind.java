package dev.easel.calculators.task;

/** What a request asks for, by the endpoint it came to. */
public enum TaskKind {
  /** Images from text: {@code images/generations}. */
  GENERATION("generations"),
  /** An image changed by text, as a whole or under a mask: {@code images/edits}. */
  EDIT("edits"),
  /** An image varied: {@code images/variations}. */
  VARIATION("variations");

  private final String endpoint;

  TaskKind(String endpoint) {
    this.endpoint = endpoint;
  }

  /** The last segment of the endpoint's path. */
  public String endpoint() {
    return endpoint;
  }

  /** Whether the request carries an image. */
  public boolean hasImage() {
    return this != GENERATION;
  }
}
