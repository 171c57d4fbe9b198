package dev.easel.framework.describe;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.options.OptionRecord;
import dev.easel.framework.options.OptionValues;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.TagMap;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Ins;
import dev.easel.framework.port.Outs;
import dev.easel.framework.port.Port;
import dev.easel.framework.port.SideIn;
import dev.easel.framework.port.SideOut;
import dev.easel.framework.proto.CalculatorOptions;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a calculator says of itself: what its contract declares for a node without ports.
 *
 * <p>A contract that insists on ports before it declares them ends there; what it had said by then
 * is told, and {@link #complete} is false.
 *
 * @param name its registered name
 * @param sentence what it does, "" if it does not say
 * @param ports its ports
 * @param options the types of its options
 * @param source the jar or folder that it came from, "" if that is not known
 * @param complete whether the contract ran to its end
 */
public record CalculatorDescription(
    String name,
    String sentence,
    List<PortDescription> ports,
    List<OptionDescription> options,
    String source,
    boolean complete) {

  /** What the calculator of this name says; empty when there is none. */
  public static Optional<CalculatorDescription> of(CalculatorRegistry registry, String name) {
    return registry.calculator("", name).map(maker -> of(registry, name, maker));
  }

  private static CalculatorDescription of(
      CalculatorRegistry registry, String name, Supplier<? extends Calculator> maker) {
    CalculatorContract contract =
        new CalculatorContract(
            "",
            name,
            new OptionValues(
                CalculatorOptions.getDefaultInstance(), List.of(), registry.extensions()),
            TagMap.empty(),
            TagMap.empty(),
            TagMap.empty(),
            TagMap.empty());
    Calculator calculator = maker.get();
    boolean complete = true;
    try {
      calculator.contract(contract);
    } catch (RuntimeException e) {
      complete = false;
    }
    return new CalculatorDescription(
        name,
        contract.description(),
        ports(contract),
        options(contract),
        source(calculator.implementation()),
        complete);
  }

  private static List<PortDescription> ports(CalculatorContract contract) {
    Set<PortDescription> ports = new LinkedHashSet<>();
    Set<String> declared = new LinkedHashSet<>();
    for (CalculatorContract.Declaration declaration : contract.declared()) {
      if (declaration instanceof Port<?> port) {
        PortDescription description = description(port);
        ports.add(description);
        declared.add(description.kind() + " " + description.tag());
      }
    }
    for (CalculatorContract.Absent absent : contract.absent()) {
      if (!declared.contains(absent.kind() + " " + absent.tag())) {
        ports.add(
            new PortDescription(
                absent.kind(),
                absent.tag(),
                type(absent.type()),
                absent.type().isOptional(),
                false));
      }
    }
    return List.copyOf(ports);
  }

  private static PortDescription description(Port<?> port) {
    return new PortDescription(
        kind(port),
        port.tag(),
        port.typeName(),
        port.isOptional(),
        port instanceof Ins || port instanceof Outs);
  }

  private static String kind(Port<?> port) {
    if (port instanceof In || port instanceof Ins) {
      return "input stream";
    }
    if (port instanceof SideIn) {
      return "input side packet";
    }
    return port instanceof SideOut ? "output side packet" : "output stream";
  }

  private static String type(PortType type) {
    return switch (type.kind()) {
      case EXACT, ONE_OF -> new PacketCheck(type.types()).typeName();
      case NONE -> "no packets, only bounds";
      case ANY, SAME_AS, UNSET -> "any";
    };
  }

  private static List<OptionDescription> options(CalculatorContract contract) {
    List<OptionDescription> options = new ArrayList<>();
    for (Class<?> type : contract.optionTypes()) {
      Message defaults = defaults(type);
      Descriptor descriptor = defaults.getDescriptorForType();
      options.add(
          new OptionDescription(
              descriptor.getFullName(),
              descriptor.getFields().stream()
                  .map(field -> field(field) + value(field, defaults))
                  .toList()));
    }
    return List.copyOf(options);
  }

  private static Message defaults(Class<?> type) {
    if (!type.isRecord()) {
      return Internal.getDefaultInstance(type.asSubclass(Message.class));
    }
    OptionRecord<?> options = OptionRecord.of(type.asSubclass(Record.class));
    try {
      return OptionRecord.write(options.defaults());
    } catch (RuntimeException e) { // it refuses a node that says nothing, so there are none
      return DynamicMessage.getDefaultInstance(options.descriptor());
    }
  }

  private static String field(FieldDescriptor field) {
    String type =
        switch (field.getJavaType()) {
          case MESSAGE -> field.getMessageType().getName();
          case ENUM ->
              String.join(
                  " | ", field.getEnumType().getValues().stream().map(v -> v.getName()).toList());
          default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    return field.getName() + ": " + (field.isRepeated() ? "repeated " : "") + type;
  }

  /** What a field has where the text leaves it out, if it has anything; not of what is nested. */
  private static String value(FieldDescriptor field, Message defaults) {
    boolean isKnown =
        !field.isRepeated()
            && field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
            && (field.hasDefaultValue() || defaults.hasField(field));
    if (!isKnown) {
      return "";
    }
    Object value = defaults.getField(field);
    return " = " + (value instanceof String text ? '"' + text + '"' : value);
  }

  private static String source(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    return source == null || source.getLocation() == null ? "" : source.getLocation().getPath();
  }

  /** A node with every port that must be connected, as a graph would have it. */
  public String sample() {
    StringBuilder node = new StringBuilder("node {\n  calculator: \"" + name + "\"\n");
    for (PortDescription port : ports) {
      if (!port.optional() || port.repeated()) {
        String stream = port.tag().isEmpty() ? "value" : port.tag().toLowerCase(Locale.ROOT);
        String side = port.kind().startsWith("output") ? stream + "_out" : stream;
        node.append("  ")
            .append(port.kind().replace(' ', '_'))
            .append(": \"")
            .append(port.tag().isEmpty() ? "" : port.tag() + ":")
            .append(side)
            .append("\"\n");
      }
    }
    for (OptionDescription option : options) {
      node.append("  node_options {\n    [type.googleapis.com/")
          .append(option.type())
          .append("] {\n    }\n  }\n");
    }
    return node.append("}\n").toString();
  }
}
