package dev.easel.framework.describe;

/**
 * One port of a calculator, or all ports of a tag.
 *
 * @param kind {@code input stream}, {@code output stream}, {@code input side packet} or {@code
 *     output side packet}
 * @param tag the tag, "" for a port without one
 * @param type what its packets hold, as messages name it
 * @param optional whether it need not be connected
 * @param repeated whether the tag has any number of ports
 */
public record PortDescription(
    String kind, String tag, String type, boolean optional, boolean repeated) {

  /** The port as a graph names it, with its type. */
  @Override
  public String toString() {
    String name = tag.isEmpty() ? "(untagged)" : tag;
    return name + (repeated ? ":i" : "") + ": " + type + (optional ? ", optional" : "");
  }
}
