package dev.easel.framework.options;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record that is the options of a calculator, read from the same text as a message's: {@code
 * node_options { [type.googleapis.com/com.example.BlurOptions] { blur_radius: 3 } }} is {@code
 * record BlurOptions(int blurRadius)}.
 *
 * <p>Components are {@code int}, {@code long}, {@code float}, {@code double}, {@code boolean},
 * {@code String}, enums, other such records, {@code List}s of these, and {@code Optional}s. What
 * the text leaves out has the value that the record's constructor without arguments gives it, or
 * zero, "", an empty list or the first constant if there is no such constructor. What the record's
 * own constructor refuses with {@link IllegalArgumentException} is a mistake of the graph.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <R> the record
 */
public final class OptionRecord<R extends Record> {
  private final Class<R> type;
  private final Descriptor descriptor;

  private OptionRecord(Class<R> type, Descriptor descriptor) {
    this.type = type;
    this.descriptor = descriptor;
  }

  /**
   * How {@code type} is written.
   *
   * <p><b>Failure:</b> {@link IllegalArgumentException} when a component is of another type than
   * those named above.
   */
  public static <R extends Record> OptionRecord<R> of(Class<R> type) {
    String name = fullName(type);
    int dot = name.lastIndexOf('.');
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName(name.replace('.', '/') + ".proto")
            .setPackage(name.substring(0, Math.max(0, dot)))
            .addMessageType(message(type, "." + name, List.of()))
            .build();
    try {
      FileDescriptor built = FileDescriptor.buildFrom(file, new FileDescriptor[0]);
      return new OptionRecord<>(type, built.getMessageTypes().get(0));
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(type.getName() + " cannot be options: " + e, e);
    }
  }

  /** How graphs name a record. */
  static String fullName(Class<?> type) {
    String name = type.getCanonicalName();
    if (name == null) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be options: a record within a method has no name for graphs");
    }
    return name;
  }

  private static DescriptorProto message(Class<?> type, String scope, List<Class<?>> around) {
    if (around.contains(type)) {
      throw new IllegalArgumentException(type.getName() + " cannot be options: it holds itself");
    }
    List<Class<?>> inner = new ArrayList<>(around);
    inner.add(type);
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(type.getSimpleName());
    int number = 1;
    for (RecordComponent component : type.getRecordComponents()) {
      ComponentType of = ComponentType.of(component);
      if (of.element().isRecord()) {
        addOnce(message, message(of.element(), scope + "." + of.element().getSimpleName(), inner));
      } else if (of.element().isEnum()) {
        addOnce(message, of);
      }
      message.addField(
          of.field(scope)
              .setName(fieldName(component.getName()))
              .setNumber(number++)
              .setLabel(
                  of.kind() == ComponentType.Kind.LIST
                      ? FieldDescriptorProto.Label.LABEL_REPEATED
                      : FieldDescriptorProto.Label.LABEL_OPTIONAL));
    }
    return message.build();
  }

  private static void addOnce(DescriptorProto.Builder to, DescriptorProto nested) {
    if (to.getNestedTypeList().stream().noneMatch(n -> n.getName().equals(nested.getName()))) {
      to.addNestedType(nested);
    }
  }

  private static void addOnce(DescriptorProto.Builder to, ComponentType of) {
    String name = of.element().getSimpleName();
    if (to.getEnumTypeList().stream().noneMatch(e -> e.getName().equals(name))) {
      to.addEnumType(of.constants());
    }
  }

  /** {@code blurRadius} as graphs write it: {@code blur_radius}. */
  private static String fieldName(String component) {
    return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  /** The message that graphs write. */
  public Descriptor descriptor() {
    return descriptor;
  }

  /**
   * The record that {@code bytes} are.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when they are none, or the record refuses them.
   */
  R read(ByteString bytes) {
    try {
      return record(type, DynamicMessage.parseFrom(descriptor, bytes));
    } catch (InvalidProtocolBufferException e) {
      throw refused("options of type " + descriptor.getFullName() + " cannot be read", e);
    }
  }

  /**
   * A record as the message that graphs write.
   *
   * <p><b>Failure:</b> as {@link #of}.
   */
  public static Message write(Record options) {
    return message(options, of(options.getClass()).descriptor());
  }

  private static Message message(Record options, Descriptor descriptor) {
    DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
    RecordComponent[] components = options.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      FieldDescriptor field = descriptor.getFields().get(i);
      Object value = of(components[i], options);
      if (value instanceof List<?> list) {
        list.forEach(element -> message.addRepeatedField(field, written(element, field)));
      } else if (value instanceof Optional<?> some) {
        some.ifPresent(v -> message.setField(field, written(v, field)));
      } else {
        message.setField(field, written(value, field));
      }
    }
    return message.build();
  }

  private static Object written(Object value, FieldDescriptor field) {
    if (value instanceof Record inner) {
      return message(inner, field.getMessageType());
    }
    return value instanceof Enum<?> constant
        ? field.getEnumType().findValueByName(constant.name())
        : value;
  }

  /** The record of a node without options. */
  public R defaults() {
    return record(type, DynamicMessage.getDefaultInstance(descriptor));
  }

  private static <R> R record(Class<R> type, Message message) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object defaults = defaults(type);
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      FieldDescriptor field = message.getDescriptorForType().getFields().get(i);
      ComponentType of = ComponentType.of(components[i]);
      boolean given =
          field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
      values[i] =
          given
              ? given(of, message.getField(field))
              : defaults == null
                  ? of.zero(t -> record(t, empty(field)))
                  : of(components[i], defaults);
    }
    return make(canonical(type), values);
  }

  private static Message empty(FieldDescriptor field) {
    return DynamicMessage.getDefaultInstance(field.getMessageType());
  }

  private static Object given(ComponentType of, Object value) {
    return switch (of.kind()) {
      case LIST -> ((List<?>) value).stream().map(v -> single(of.element(), v)).toList();
      case OPTIONAL -> Optional.of(single(of.element(), value));
      case SINGLE -> single(of.element(), value);
    };
  }

  private static Object single(Class<?> element, Object value) {
    if (value instanceof EnumValueDescriptor constant) {
      return element.getEnumConstants()[constant.getIndex()];
    }
    return value instanceof Message inner ? record(element, inner) : value;
  }

  private static Object of(RecordComponent component, Object defaults) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(defaults);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static @Nullable Object defaults(Class<?> type) {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (constructor.getParameterCount() == 0) {
        return make(constructor);
      }
    }
    return null;
  }

  private static <R> Constructor<R> canonical(Class<R> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " is a record without its constructor", e);
    }
  }

  private static <R> R make(Constructor<R> constructor, Object... values) {
    try {
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        String name = fullName(constructor.getDeclaringClass());
        throw refused("options of type " + name + ": " + wrong.getMessage(), wrong);
      }
      throw new IllegalStateException(constructor + " failed", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor + " cannot be called", e);
    }
  }

  private static StatusException refused(String message, Exception cause) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message, cause);
  }
}
