package dev.easel.framework.options;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way into an options message: field names, numbers that index repeated fields, and {@code
 * Ext::type} for extensions.
 *
 * <p><b>Threads:</b> immutable once made.
 */
public final class OptionPath {
  private static final String EXTENSION = "Ext::";

  private final List<Step> steps = new ArrayList<>();
  private boolean complete = true;

  /** One field; the index is -1 for all of a repeated field. */
  private record Step(FieldDescriptor field, int index) {}

  private OptionPath() {}

  /**
   * The way that {@code path} describes from a message of {@code type}, as far as it goes. {@code
   * Ext::mediapipe.XOptions} steps into the extension that is one of {@code optionTypes}.
   */
  public static OptionPath of(Descriptor type, String path, List<Descriptor> optionTypes) {
    OptionPath result = new OptionPath();
    Descriptor at = type;
    for (String name : path.split("/", -1)) {
      boolean number = name.matches("[0-9]{1,9}");
      if (number && !result.steps.isEmpty()) {
        Step last = result.steps.remove(result.steps.size() - 1);
        result.steps.add(new Step(last.field, Integer.parseInt(name)));
        continue;
      }
      FieldDescriptor field = at == null ? null : field(at, name, optionTypes);
      if (field == null) {
        result.complete = false;
        return result;
      }
      result.steps.add(new Step(field, -1));
      at = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
    }
    return result;
  }

  private static @Nullable FieldDescriptor field(
      Descriptor at, String name, List<Descriptor> optionTypes) {
    if (!name.startsWith(EXTENSION)) {
      return at.findFieldByName(name);
    }
    String type = name.substring(EXTENSION.length());
    for (Descriptor option : optionTypes) {
      for (FieldDescriptor extension : option.getExtensions()) {
        if (option.getFullName().equals(type)
            && extension.getContainingType().getFullName().equals(at.getFullName())
            && extension.getMessageType().equals(option)) {
          return extension;
        }
      }
    }
    return null;
  }

  /** Whether every step of the way is there. */
  public boolean isComplete() {
    return complete;
  }

  /**
   * The values that are set there: those of a whole repeated field, one of a single field or of an
   * index, none of a field that is not set.
   *
   * <p><b>Failure:</b> {@code OUT_OF_RANGE} when an index, or a message on the way, is not there.
   */
  public List<Object> read(Message message) {
    Message at = message;
    for (Step step : steps.subList(0, steps.size() - 1)) {
      at = (Message) element(values(at, step.field), step);
    }
    Step last = steps.get(steps.size() - 1);
    List<Object> found = values(at, last.field);
    return last.index < 0 ? found : List.of(element(found, last));
  }

  private static List<Object> values(Message of, FieldDescriptor field) {
    Object value = of.getAllFields().get(field);
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
  }

  private static Object element(List<Object> values, Step step) {
    int index = Math.max(0, step.index);
    if (index >= values.size()) {
      throw new StatusException(
          StatusCode.OUT_OF_RANGE,
          "Missing field value: %s at index: %d".formatted(step.field.getName(), index));
    }
    return values.get(index);
  }

  /**
   * The message with {@code values} in the place of what is there: of a whole field or of the one
   * element at an index. A message among them is merged over the one that it replaces.
   *
   * <p><b>Failure:</b> {@code OUT_OF_RANGE} when an index, or a message on the way, is not there;
   * {@code INVALID_ARGUMENT} when a value does not fit.
   */
  public Message write(Message message, List<Object> values) {
    return write(message, 0, values);
  }

  private Message write(Message message, int depth, List<Object> values) {
    Step step = steps.get(depth);
    List<Object> old = values(message, step.field);
    List<Object> changed = new ArrayList<>(old);
    if (depth < steps.size() - 1) {
      Message inner = write((Message) element(old, step), depth + 1, values);
      changed.set(Math.max(0, step.index), inner);
    } else if (step.index < 0) {
      changed = merged(old, values, step.field);
    } else {
      List<Object> replaced = List.of(element(old, step));
      changed.remove(step.index);
      changed.addAll(step.index, merged(replaced, values, step.field));
    }
    return with(message, step.field, changed);
  }

  private static List<Object> merged(List<Object> old, List<Object> values, FieldDescriptor field) {
    List<Object> result = new ArrayList<>(values);
    for (int i = 0; i < Math.min(old.size(), values.size()); i++) {
      if (old.get(i) instanceof Message base && values.get(i) instanceof Message over) {
        result.set(i, merged(base, over, field));
      }
    }
    return result;
  }

  private static Message merged(Message base, Message over, FieldDescriptor field) {
    String type = base.getDescriptorForType().getFullName();
    if (!type.equals(over.getDescriptorForType().getFullName())) {
      throw unfit(over, field, null);
    }
    try {
      return base.toBuilder().mergeFrom(over.toByteString()).build();
    } catch (InvalidProtocolBufferException e) {
      throw unfit(over, field, e);
    }
  }

  private static Message with(Message message, FieldDescriptor field, List<Object> values) {
    Message.Builder builder = message.toBuilder().clearField(field);
    for (Object value : values) {
      try {
        if (field.isRepeated()) {
          builder.addRepeatedField(field, value);
        } else {
          // Where several values go into a single field, the last one stays.
          builder.setField(field, value);
        }
      } catch (IllegalArgumentException | ClassCastException e) {
        throw unfit(value, field, e);
      }
    }
    return builder.build();
  }

  private static StatusException unfit(
      Object value, FieldDescriptor field, @Nullable Exception cause) {
    return new StatusException(
        StatusCode.INVALID_ARGUMENT,
        "the value \"%s\" does not fit the option %s".formatted(value, field.getFullName()),
        cause);
  }
}
