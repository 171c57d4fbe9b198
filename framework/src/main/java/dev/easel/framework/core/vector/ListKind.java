package dev.easel.framework.core.vector;

import dev.easel.framework.calculator.PortType;
import java.util.List;
import java.util.function.Function;

/**
 * How one kind of list comes apart and is put together: a vector, or a message that holds one.
 *
 * @param <L> the list
 * @param type the list's class
 * @param itemType the class of its elements
 * @param items takes a list apart
 * @param make puts elements together
 */
record ListKind<L>(
    Class<L> type,
    Class<?> itemType,
    Function<L, ? extends List<?>> items,
    Function<List<?>, L> make) {

  /** A vector of {@code itemType}. */
  @SuppressWarnings("rawtypes")
  static ListKind<List> vector(Class<?> itemType) {
    return new ListKind<>(List.class, itemType, list -> (List<?>) list, List::copyOf);
  }

  /** Declares that a port carries such lists. */
  void declare(PortType port) {
    if (isVector()) {
      port.setListOf(itemType);
    } else {
      port.set(type);
    }
  }

  /** Whether it is a plain vector. */
  boolean isVector() {
    return type == List.class;
  }

  /** The elements of {@code list}. */
  List<?> itemsOf(Object list) {
    return items.apply(type.cast(list));
  }
}
