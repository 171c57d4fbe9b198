package com.example.rewrite;

/**
 * What a graph may say to the node.
 *
 * @param style that prompts get
 */
public record RewriteOptions(String style) {
  /** What a graph without options gets. */
  public RewriteOptions() {
    this("a woodcut");
  }
}
