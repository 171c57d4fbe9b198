package dev.easel.framework.options;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a component of an {@link OptionRecord} holds.
 *
 * @param kind one value, perhaps none, or any number
 * @param element the class of a value
 */
record ComponentType(Kind kind, Class<?> element) {

  /** How many values there are. */
  enum Kind {
    SINGLE,
    OPTIONAL,
    LIST
  }

  /** How a class of values is written, and what it is where nothing is written. */
  private record Scalar(FieldDescriptorProto.Type type, Object zero) {}

  private static final Map<Class<?>, Scalar> SCALARS =
      Map.ofEntries(
          Map.entry(int.class, new Scalar(FieldDescriptorProto.Type.TYPE_INT32, 0)),
          Map.entry(Integer.class, new Scalar(FieldDescriptorProto.Type.TYPE_INT32, 0)),
          Map.entry(long.class, new Scalar(FieldDescriptorProto.Type.TYPE_INT64, 0L)),
          Map.entry(Long.class, new Scalar(FieldDescriptorProto.Type.TYPE_INT64, 0L)),
          Map.entry(float.class, new Scalar(FieldDescriptorProto.Type.TYPE_FLOAT, 0f)),
          Map.entry(Float.class, new Scalar(FieldDescriptorProto.Type.TYPE_FLOAT, 0f)),
          Map.entry(double.class, new Scalar(FieldDescriptorProto.Type.TYPE_DOUBLE, 0d)),
          Map.entry(Double.class, new Scalar(FieldDescriptorProto.Type.TYPE_DOUBLE, 0d)),
          Map.entry(boolean.class, new Scalar(FieldDescriptorProto.Type.TYPE_BOOL, false)),
          Map.entry(Boolean.class, new Scalar(FieldDescriptorProto.Type.TYPE_BOOL, false)),
          Map.entry(String.class, new Scalar(FieldDescriptorProto.Type.TYPE_STRING, "")));

  static ComponentType of(RecordComponent component) {
    Class<?> raw = component.getType();
    Kind kind = raw == List.class ? Kind.LIST : raw == Optional.class ? Kind.OPTIONAL : Kind.SINGLE;
    Class<?> element = raw;
    if (kind != Kind.SINGLE) {
      element =
          component.getGenericType() instanceof ParameterizedType generic
                  && generic.getActualTypeArguments()[0] instanceof Class<?> argument
              ? argument
              : raw;
    }
    if (!SCALARS.containsKey(element) && !element.isRecord() && !element.isEnum()) {
      throw new IllegalArgumentException(
          ("%s cannot be options: %s is a %s; use int, long, float, double, boolean, String, an"
                  + " enum, a record, or a List or Optional of one")
              .formatted(
                  component.getDeclaringRecord().getName(),
                  component.getName(),
                  component.getGenericType().getTypeName()));
    }
    return new ComponentType(kind, element);
  }

  /** The field's type; {@code scope} is the full name of the message that it stands in. */
  FieldDescriptorProto.Builder field(String scope) {
    Scalar scalar = SCALARS.get(element);
    if (scalar != null) {
      return FieldDescriptorProto.newBuilder().setType(scalar.type);
    }
    return FieldDescriptorProto.newBuilder()
        .setType(
            element.isEnum()
                ? FieldDescriptorProto.Type.TYPE_ENUM
                : FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(scope + "." + element.getSimpleName());
  }

  /** The constants of an enum. */
  EnumDescriptorProto constants() {
    EnumDescriptorProto.Builder constants =
        EnumDescriptorProto.newBuilder().setName(element.getSimpleName());
    Object[] values = element.getEnumConstants();
    for (int i = 0; i < values.length; i++) {
      constants.addValue(
          EnumValueDescriptorProto.newBuilder().setName(((Enum<?>) values[i]).name()).setNumber(i));
    }
    return constants.build();
  }

  /** The value where nothing is written; {@code record} makes that of a record. */
  Object zero(Function<Class<?>, Object> record) {
    return switch (kind) {
      case LIST -> List.of();
      case OPTIONAL -> Optional.empty();
      case SINGLE -> {
        Scalar scalar = SCALARS.get(element);
        yield scalar != null
            ? scalar.zero
            : element.isEnum() ? element.getEnumConstants()[0] : record.apply(element);
      }
    };
  }
}
