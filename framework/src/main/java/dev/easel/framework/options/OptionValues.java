package dev.easel.framework.options;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UninitializedMessageException;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The options of a node: those of {@code options} win over those of {@code node_options}.
 *
 * <p><b>Threads:</b> any.
 */
public final class OptionValues implements NodeOptions {
  private final CalculatorOptions extensions;
  private final List<Any> anys;
  private final ExtensionRegistry registry;
  private final Map<Class<?>, Object> found = new ConcurrentHashMap<>();

  /** The options as a node has them. */
  public OptionValues(CalculatorOptions extensions, List<Any> anys, ExtensionRegistry registry) {
    this.extensions = extensions;
    this.anys = List.copyOf(anys);
    this.registry = registry;
  }

  @Override
  public <O> O get(Class<O> type) {
    Object known = found.get(type);
    if (known == null) {
      // Not computeIfAbsent: a record's constructor is the author's code.
      known = type.isRecord() ? readRecord(type.asSubclass(Record.class)) : read(message(type));
      found.put(type, known);
    }
    return type.cast(known);
  }

  @Override
  public boolean has(Class<?> type) {
    String name =
        type.isRecord()
            ? OptionRecord.fullName(type)
            : message(type).getDescriptorForType().getFullName();
    return extension(name).isPresent() || any(name).isPresent();
  }

  private <R extends Record> R readRecord(Class<R> type) {
    OptionRecord<R> options = OptionRecord.of(type);
    return any(options.descriptor().getFullName())
        .map(a -> options.read(a.getValue()))
        .orElseGet(options::defaults);
  }

  private Message read(Message defaults) {
    Descriptor type = defaults.getDescriptorForType();
    if (type.equals(extensions.getDescriptorForType())) {
      return extensions;
    }
    Optional<Message> extension = extension(type.getFullName());
    if (extension.isPresent()) {
      return defaults.getClass().isInstance(extension.get())
          ? extension.get()
          : parse(defaults, extension.get().toByteString());
    }
    return any(type.getFullName()).map(a -> parse(defaults, a.getValue())).orElse(defaults);
  }

  private Optional<Message> extension(String name) {
    for (Map.Entry<FieldDescriptor, Object> field : extensions.getAllFields().entrySet()) {
      if (field.getKey().isExtension()
          && field.getValue() instanceof Message message
          && message.getDescriptorForType().getFullName().equals(name)) {
        return Optional.of(message);
      }
    }
    return Optional.empty();
  }

  private Optional<Any> any(String name) {
    String suffix = "/" + name;
    return anys.stream().filter(a -> a.getTypeUrl().endsWith(suffix)).findFirst();
  }

  private Message parse(Message defaults, ByteString bytes) {
    try {
      return defaults.newBuilderForType().mergeFrom(bytes, registry).build();
    } catch (UninitializedMessageException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "options of type %s lack %s, which must be set"
              .formatted(
                  defaults.getDescriptorForType().getFullName(),
                  String.join(", ", e.getMissingFields())),
          e);
    } catch (InvalidProtocolBufferException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          "options of type " + defaults.getDescriptorForType().getFullName() + " cannot be read",
          e);
    }
  }

  private static Message message(Class<?> type) {
    try {
      return (Message) type.getMethod("getDefaultInstance").invoke(null);
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          type.getName() + " is neither a generated message nor a record",
          e);
    }
  }
}
