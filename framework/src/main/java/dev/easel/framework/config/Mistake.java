package dev.easel.framework.config;

import dev.easel.framework.status.StatusCode;

/**
 * One thing that is wrong with a graph.
 *
 * @param code what kind of mistake it is
 * @param file the file, or what stands for one
 * @param line the line, from 1; 0 where none is known
 * @param column the column, from 1; 0 where none is known
 * @param node the canonical name of the node, "" for the graph itself
 * @param message what is wrong
 * @param hint what would be right, "" where the message says it
 */
public record Mistake(
    StatusCode code, String file, int line, int column, String node, String message, String hint) {

  /** Puts every text on one line, whatever the file holds that it quotes. */
  public Mistake {
    file = Visible.line(file);
    node = Visible.line(node);
    message = Visible.line(message);
    hint = Visible.line(hint);
  }

  /** The mistake on one line, as a compiler would print it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ");
    if (!node.isEmpty()) {
      text.append("node \"").append(node).append("\": ");
    }
    text.append(message);
    if (!hint.isEmpty()) {
      text.append(" (").append(hint).append(')');
    }
    return text.toString();
  }
}
