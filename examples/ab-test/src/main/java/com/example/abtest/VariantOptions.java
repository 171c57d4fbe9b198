package com.example.abtest;

/**
 * What a graph may say to a node of {@link VariantCalculator}.
 *
 * @param percent how many of a hundred callers get the second way
 */
public record VariantOptions(int percent) {
  /** Half of them. */
  public VariantOptions() {
    this(50);
  }

  /** Refuses what makes no sense, when the graph is loaded. */
  public VariantOptions {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent is " + percent + ", not from 0 to 100");
    }
  }
}
