package dev.easel.framework.port;

import dev.easel.framework.calculator.PortType;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.ValueType;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;

/**
 * What the packets of a port hold.
 *
 * @param <T> the Java type of the values
 * @param rule how the contract says it
 * @param types the one type, or the choices; none where anything may come
 */
record PortValue<T>(Rule rule, List<ValueType> types) {

  /** How a contract gives a type. */
  enum Rule {
    EXACT,
    LIST,
    ONE_OF,
    ANY
  }

  static <T> PortValue<T> of(Class<T> type) {
    return new PortValue<>(Rule.EXACT, List.of(ValueType.of(type)));
  }

  static <E> PortValue<List<E>> listOf(Class<E> element) {
    return new PortValue<>(Rule.LIST, List.of(ValueType.listOf(element)));
  }

  static PortValue<Object> oneOf(Class<?>... choices) {
    return new PortValue<>(Rule.ONE_OF, List.of(choices).stream().map(ValueType::of).toList());
  }

  static PortValue<Object> any() {
    return new PortValue<>(Rule.ANY, List.of());
  }

  /** Says it of a port. */
  void declare(PortType port) {
    switch (rule) {
      case EXACT -> port.set(types.get(0).type());
      case LIST -> port.setListOf(types.get(0).element());
      case ONE_OF ->
          port.setOneOf(types.stream().<Class<?>>map(ValueType::type).toArray(Class<?>[]::new));
      case ANY -> port.setAny();
    }
  }

  /**
   * What the packet holds. Of a list every element is looked at: what one producer promised for the
   * first, another part of the graph may have broken for the rest.
   */
  @SuppressWarnings("unchecked") // Each rule has looked at the value.
  T read(Packet packet) {
    if (rule == Rule.LIST) {
      return (T) checked(packet.get(List.class));
    }
    if (rule == Rule.EXACT) {
      return (T) packet.get(types.get(0).type());
    }
    return (T) packet.value();
  }

  private List<?> checked(List<?> list) {
    Class<?> element = types.get(0).element();
    for (int i = 0; i < list.size(); i++) {
      if (!element.isInstance(list.get(i))) {
        Object found = list.get(i);
        throw new StatusException(
            StatusCode.INVALID_ARGUMENT,
            "The Packet stores a list whose element %d is \"%s\", but \"%s\" was requested."
                .formatted(i, found == null ? "null" : ValueType.of(found.getClass()), this));
      }
    }
    return list;
  }

  @Override
  public String toString() {
    return rule == Rule.ANY ? "any" : new PacketCheck(types).typeName();
  }
}
