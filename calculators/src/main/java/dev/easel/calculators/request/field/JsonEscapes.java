package dev.easel.calculators.request.field;

/**
 * Undoes the escapes of a JSON text that is to be ASCII, in the array where it lies: no text of an
 * image is ever made.
 */
final class JsonEscapes {

  /** Stands for every character beyond ASCII, and is none itself, so that nothing takes it in. */
  private static final byte NOT_ASCII = (byte) 0x80;

  private final byte[] text;
  private int at;

  private JsonEscapes(byte[] text) {
    this.text = text;
  }

  /**
   * Replaces each escape by what it means; returns how many bytes there are then.
   *
   * @param text a text without its quotation marks, which a JSON parser has found well-formed
   */
  static int undo(byte[] text) {
    JsonEscapes escapes = new JsonEscapes(text);
    int kept = 0;
    while (escapes.at < text.length) {
      text[kept++] = escapes.next();
    }
    return kept;
  }

  private byte next() {
    byte value = text[at++];
    if (value != '\\' || at == text.length) {
      return value;
    }
    byte escape = text[at++];
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> escape;
    };
  }

  private byte unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length ? Character.digit(text[at++], 16) : -1;
      if (digit < 0) {
        return NOT_ASCII;
      }
      unit = unit << 4 | digit;
    }
    return unit < 0x80 ? (byte) unit : NOT_ASCII;
  }
}
