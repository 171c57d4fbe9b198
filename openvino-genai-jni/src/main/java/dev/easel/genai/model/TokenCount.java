package dev.easel.genai.model;

/**
 * How much of a text a text encoder reads; special tokens at the ends are counted.
 *
 * @param sent tokens of the whole text
 * @param kept tokens that the encoder reads
 */
public record TokenCount(int sent, int kept) {
  /** Whether the end of the text is cut. */
  public boolean isTruncated() {
    return kept < sent;
  }
}
