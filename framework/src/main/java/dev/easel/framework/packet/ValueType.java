package dev.easel.framework.packet;

import java.util.List;

/**
 * What a packet may hold: instances of a class, or lists whose elements are.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param type the class
 * @param element the class of a list's elements; {@code Object} if anything may stand in it
 */
public record ValueType(Class<?> type, Class<?> element) {

  /** Instances of {@code type}. */
  public static ValueType of(Class<?> type) {
    return new ValueType(type, Object.class);
  }

  /** Lists of {@code element}. */
  public static ValueType listOf(Class<?> element) {
    return new ValueType(List.class, element);
  }

  /** The type of {@code value}; of a list's elements only the first is looked at. */
  static ValueType ofValue(Object value) {
    if (!(value instanceof List<?> list)) {
      return of(value.getClass());
    }
    return list.isEmpty() ? of(List.class) : listOf(list.get(0).getClass());
  }

  /** Whether {@code value} is one of these; of a list's elements only the first is looked at. */
  public boolean allows(Object value) {
    return type.isInstance(value) && (element == Object.class || allowsElements((List<?>) value));
  }

  private boolean allowsElements(List<?> list) {
    return list.isEmpty() || element.isInstance(list.get(0));
  }

  /** Whether some values of {@code producer} may be of this type, as far as is known. */
  public boolean mayBe(ValueType producer) {
    return type.isAssignableFrom(producer.type)
        && (producer.element == Object.class || element.isAssignableFrom(producer.element));
  }

  /** Whether every value of {@code producer} is of this type. */
  public boolean isImpliedBy(ValueType producer) {
    return type.isAssignableFrom(producer.type) && element.isAssignableFrom(producer.element);
  }

  @Override
  public String toString() {
    return element == Object.class
        ? PacketCheck.name(type)
        : PacketCheck.name(type) + "<" + PacketCheck.name(element) + ">";
  }
}
