package dev.easel.framework.packet;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which values the packets of a stream or a side packet may hold.
 *
 * <p><b>Threads:</b> immutable.
 */
public final class PacketCheck {
  private static final Map<Class<?>, String> KNOWN =
      Map.of(
          Boolean.class, "bool",
          Integer.class, "int",
          Long.class, "int64",
          Float.class, "float",
          Double.class, "double",
          String.class, "string",
          List.class, "List");
  private static final PacketCheck ANYTHING = new PacketCheck(List.of(ValueType.of(Object.class)));

  private static final PacketCheck UNDECLARED = new PacketCheck(List.of());

  private final ValueType[] types;

  /** Allows values of any of these types; without types, no packet at all. */
  public PacketCheck(List<ValueType> types) {
    this.types = types.toArray(ValueType[]::new);
  }

  /** Allows every value. */
  public static PacketCheck anything() {
    return ANYTHING;
  }

  /** Allows no packet, because nobody said what there may be. */
  public static PacketCheck undeclared() {
    return UNDECLARED;
  }

  /** This check, or null if it allows everything. */
  public @Nullable PacketCheck orNull() {
    return this == ANYTHING ? null : this;
  }

  /** Whether the packet's value is allowed. */
  public boolean allows(Packet packet) {
    return !packet.isEmpty() && allowsValue(packet.value());
  }

  private boolean allowsValue(Object value) {
    for (ValueType type : types) {
      if (type.allows(value)) {
        return true;
      }
    }
    return false;
  }

  /** Why the packet is refused, or null if it is not. */
  public @Nullable StatusException refusal(Packet packet) {
    if (allows(packet)) {
      return null;
    }
    if (this == UNDECLARED) {
      return refused("Uninitialized PacketType was used for validation.");
    }
    if (packet.isEmpty()) {
      return types.length == 1 && this != ANYTHING
          ? emptyRefused(typeName())
          : refused("Empty packets are not allowed for type: " + this);
    }
    String stored = ValueType.ofValue(packet.value()).toString();
    return switch (types.length) {
      case 0 -> refused("No packets are allowed for type: [No Type]");
      case 1 -> wrongType(stored, typeName());
      default ->
          refused(
              Arrays.stream(types)
                  .map(type -> "\"" + type + "\"")
                  .collect(
                      Collectors.joining(
                          ", ",
                          "The Packet stores \"" + stored + "\", but one of ",
                          " was requested.")));
    };
  }

  private static StatusException refused(String message) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message);
  }

  /** An empty packet where one of {@code type} is needed. */
  static StatusException emptyRefused(String type) {
    return new StatusException(
        StatusCode.INTERNAL,
        "Expected a Packet of type: " + type + ", but received an empty Packet.");
  }

  /** A packet of {@code stored} where one of {@code type} is needed. */
  static StatusException wrongType(String stored, String type) {
    return refused("The Packet stores \"%s\", but \"%s\" was requested.".formatted(stored, type));
  }

  /** The types as messages name them. */
  public String typeName() {
    return switch (types.length) {
      case 0 -> "[No Type]";
      case 1 -> types[0].toString();
      default ->
          Arrays.stream(types)
              .map(ValueType::toString)
              .collect(Collectors.joining(", ", "OneOf<", ">"));
    };
  }

  static String name(Class<?> type) {
    String known = KNOWN.get(type);
    return known != null ? known : fallback(type);
  }

  private static String fallback(Class<?> type) {
    return type.getPackageName().equals("java.lang") ? type.getSimpleName() : type.getTypeName();
  }

  @Override
  public String toString() {
    return this == ANYTHING ? "[Any Type]" : this == UNDECLARED ? "[Undefined Type]" : typeName();
  }
}
