package dev.easel.genai.worker.wire;

/** What both sides take for agreed. */
public final class Protocol {
  /** Grows with every change that the other side has to know of. */
  public static final int VERSION = 4;

  /** The longest message. Prompts are all that can be long in one. */
  public static final int MOST_MESSAGE_BYTES = 16 << 20;

  private Protocol() {}
}
