package dev.easel.framework.options;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** What stands there, if it was set. */
  public Optional<Object> read(Message message) {
    Object at = message;
    for (int depth = 0; depth < steps.size(); depth++) {
      Step step = steps.get(depth);
      Message holder = (Message) at;
      FieldDescriptor field = step.field;
      boolean last = depth == steps.size() - 1;
      if (field.isRepeated() && (step.index >= 0 || !last)) {
        int index = Math.max(0, step.index);
        if (index >= holder.getRepeatedFieldCount(field)) {
          return Optional.empty();
        }
        at = holder.getRepeatedField(field, index);
      } else {
        if (field.hasPresence() && !field.isRepeated() && !holder.hasField(field)) {
          return field.hasDefaultValue() ? Optional.of(field.getDefaultValue()) : Optional.empty();
        }
        at = holder.getField(field);
      }
    }
    return Optional.of(at);
  }

  /** The message with a value put there; messages are merged, lists replaced. */
  public Message write(Message message, Object value) {
    return write(message, 0, value);
  }

  private Message write(Message message, int depth, Object value) {
    Step step = steps.get(depth);
    FieldDescriptor field = step.field;
    Message.Builder builder = message.toBuilder();
    boolean last = depth == steps.size() - 1;
    try {
      if (field.isRepeated()) {
        writeRepeated(builder, step, last, depth, value);
      } else if (!last) {
        builder.setField(field, write((Message) message.getField(field), depth + 1, value));
      } else if (value instanceof Message over
          && message.getField(field) instanceof Message base
          && base.getDescriptorForType().equals(over.getDescriptorForType())) {
        builder.setField(field, base.toBuilder().mergeFrom(over.toByteString()).build());
      } else {
        builder.setField(field, value);
      }
    } catch (IllegalArgumentException | ClassCastException | InvalidProtocolBufferException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "the value \"%s\" does not fit the option %s".formatted(value, field.getFullName()),
          e);
    }
    return builder.build();
  }

  private void writeRepeated(
      Message.Builder builder, Step step, boolean last, int depth, Object value) {
    FieldDescriptor field = step.field;
    int count = builder.getRepeatedFieldCount(field);
    if (last && value instanceof List<?> list) {
      builder.setField(field, list);
      return;
    }
    int index = Math.max(0, step.index);
    if (index > count) {
      throw new StatusException(
          StatusCode.OUT_OF_RANGE, "Option field index out of range: " + index);
    }
    Object element =
        last
            ? value
            : write(
                index < count
                    ? (Message) builder.getRepeatedField(field, index)
                    : builder.newBuilderForField(field).build(),
                depth + 1,
                value);
    if (index < count) {
      builder.setRepeatedField(field, index, element);
    } else {
      builder.addRepeatedField(field, element);
    }
  }
}
