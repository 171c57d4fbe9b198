package dev.easel.framework.calculator;

import dev.easel.framework.packet.ValueType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a calculator's contract says about one port.
 *
 * <p><b>Threads:</b> used by the one thread that loads the graph.
 */
public final class PortType {
  /** How the type of a port is given. */
  public enum Kind {
    UNSET,
    EXACT,
    ANY,
    NONE,
    SAME_AS,
    ONE_OF
  }

  private Kind kind = Kind.UNSET;
  private List<ValueType> types = List.of();
  private @Nullable PortType sameAs;
  private boolean optional;

  PortType() {}

  /** Packets hold a {@code type}. */
  public PortType set(Class<?> type) {
    return become(Kind.EXACT, List.of(ValueType.of(type)), null);
  }

  /** Packets hold lists of {@code element}. */
  public PortType setListOf(Class<?> element) {
    return become(Kind.EXACT, List.of(ValueType.listOf(element)), null);
  }

  /** Packets hold an {@code element} or a list of them. */
  public PortType setOneOrListOf(Class<?> element) {
    return become(Kind.ONE_OF, List.of(ValueType.of(element), ValueType.listOf(element)), null);
  }

  /** Packets may hold anything. */
  public PortType setAny() {
    return become(Kind.ANY, List.of(), null);
  }

  /** There are never packets, only bounds. */
  public PortType setNone() {
    return become(Kind.NONE, List.of(), null);
  }

  /** Packets hold what those of {@code other} hold. */
  public PortType setSameAs(PortType other) {
    return other == this ? setAny() : become(Kind.SAME_AS, List.of(), other);
  }

  /** Packets hold one of {@code choices}. */
  public PortType setOneOf(Class<?>... choices) {
    return become(Kind.ONE_OF, Arrays.stream(choices).map(ValueType::of).toList(), null);
  }

  /** The port need not be connected. */
  public PortType optional() {
    optional = true;
    return this;
  }

  private PortType become(Kind newKind, List<ValueType> newTypes, @Nullable PortType other) {
    kind = newKind;
    types = newTypes;
    sameAs = other;
    return this;
  }

  /** How the type is given. */
  public Kind kind() {
    return kind;
  }

  /** The one exact type, or the choices. */
  public List<ValueType> types() {
    return types;
  }

  /** The port that this one follows, if {@link #kind()} is {@link Kind#SAME_AS}. */
  public @Nullable PortType sameAs() {
    return sameAs;
  }

  /** Whether the port may stay unconnected. */
  public boolean isOptional() {
    return optional;
  }
}
