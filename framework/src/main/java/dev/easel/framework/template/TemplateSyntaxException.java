package dev.easel.framework.template;

/** A template that cannot be read. */
final class TemplateSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int offset;

  TemplateSyntaxException(int offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Where in the text it is. */
  int offset() {
    return offset;
  }
}
