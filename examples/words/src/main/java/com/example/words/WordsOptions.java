package com.example.words;

/**
 * What a graph may say to a node of {@link WordsCalculator}.
 *
 * @param pauseMillis between two words
 */
public record WordsOptions(int pauseMillis) {
  /** What a graph without options gets. */
  public WordsOptions() {
    this(200);
  }

  /** Refuses what makes no sense, when the graph is loaded. */
  public WordsOptions {
    if (pauseMillis < 0) {
      throw new IllegalArgumentException("pause_millis is " + pauseMillis + ", below 0");
    }
  }
}
