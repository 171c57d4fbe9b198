package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.TagMap;

/**
 * One port of a calculator, or all ports of one tag.
 *
 * <p><b>Threads:</b> immutable; the constants of a calculator's class serve all its nodes.
 *
 * @param <T> what its packets hold
 */
public abstract sealed class Port<T> implements CalculatorContract.Declaration
    permits In, Ins, Out, Outs, SideIn, SideOut {
  private final String tag;
  private final PortValue<T> value;
  private final boolean optional;

  Port(String tag, PortValue<T> value, boolean optional) {
    this.tag = tag;
    this.value = value;
    this.optional = optional;
  }

  /** The port's tag, "" for a port without one. */
  public final String tag() {
    return tag;
  }

  /** Whether the port need not be connected. */
  public final boolean isOptional() {
    return optional;
  }

  /** What its packets hold, as messages name it. */
  public final String typeName() {
    return value.toString();
  }

  final PortValue<T> value() {
    return value;
  }

  /** Whether the node connects the port; says nothing of what it has now. */
  static boolean connected(Ports<?> ports, String tag, int index) {
    TagMap tags = ports.tagMap();
    return tags.id(tag, index) >= 0;
  }

  @Override
  public final String toString() {
    return (tag.isEmpty() ? "(untagged)" : tag) + ": " + value + (optional ? ", optional" : "");
  }
}
