package dev.easel.calculators.payload;

/** What a request asks for, by the endpoint it came to. */
public enum TaskKind {
  /** Pictures from text: {@code images/generations}. */
  GENERATION("generations"),
  /** A picture changed by text, as a whole or under a mask: {@code images/edits}. */
  EDIT("edits"),
  /** A picture varied: {@code images/variations}. */
  VARIATION("variations");

  private final String endpoint;

  TaskKind(String endpoint) {
    this.endpoint = endpoint;
  }

  /** The last segment of the endpoint's path. */
  public String endpoint() {
    return endpoint;
  }

  /** Whether the request carries a picture. */
  public boolean hasImage() {
    return this != GENERATION;
  }
}
