package dev.easel.framework.expand;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.options.OptionPath;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.CalculatorGraphConfig.Node;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries the options of a graph into its nodes: {@code option_value:
 * "node_field:options/graph_field"}.
 *
 * <p>The graph's options are those that it declares, with those of the node that it stands for
 * merged over them.
 */
final class GraphOptions {
  private final CalculatorRegistry registry;
  private final List<Message> options = new ArrayList<>();

  private GraphOptions(CalculatorRegistry registry) {
    this.registry = registry;
  }

  /** Fills in every {@code option_value} of a graph that stands for {@code parent}. */
  static void define(
      CalculatorGraphConfig.Builder graph, Node parent, CalculatorRegistry registry) {
    GraphOptions all = new GraphOptions(registry);
    all.addExtensions(graph.getOptions());
    graph.getGraphOptionsList().forEach(all::addAny);
    all.addExtensions(parent.getOptions());
    parent.getNodeOptionsList().forEach(all::addAny);
    for (Node.Builder node : graph.getNodeBuilderList()) {
      List<String> values = List.copyOf(node.getOptionValueList());
      node.clearOptionValue();
      for (String value : values) {
        all.apply(node, value);
      }
    }
  }

  private void addExtensions(Message holder) {
    for (Map.Entry<FieldDescriptor, Object> field : holder.getAllFields().entrySet()) {
      if (field.getKey().isExtension() && field.getValue() instanceof Message message) {
        add(message);
      }
    }
  }

  private void addAny(Any any) {
    unpack(any).ifPresent(this::add);
  }

  private void add(Message message) {
    for (int i = 0; i < options.size(); i++) {
      if (sameType(options.get(i), message)) {
        options.set(i, options.get(i).toBuilder().mergeFrom(message).build());
        return;
      }
    }
    options.add(message);
  }

  private static boolean sameType(Message a, Message b) {
    return a.getDescriptorForType().equals(b.getDescriptorForType());
  }

  private Optional<Message> unpack(Any any) {
    String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    Descriptor type = registry.types().find(name);
    try {
      return type == null
          ? Optional.empty()
          : Optional.of(DynamicMessage.parseFrom(type, any.getValue(), registry.extensions()));
    } catch (InvalidProtocolBufferException e) {
      throw mistake("options of type " + name + " cannot be read: " + e.getMessage());
    }
  }

  private void apply(Node.Builder node, String text) {
    int colon = text.indexOf(":options/");
    if (colon <= 0) {
      throw mistake(
          "option_value \"" + text + "\" is not of the form \"field/path:options/field/path\"");
    }
    if (options.isEmpty()) {
      return;
    }
    List<Object> values = read(text.substring(colon + ":options/".length()));
    String path = text.substring(0, colon);
    write(node, path.startsWith("options/") ? path.substring("options/".length()) : path, values);
  }

  private List<Object> read(String path) {
    for (Message each : options) {
      OptionPath found = OptionPath.of(each.getDescriptorForType(), path, registry.optionTypes());
      if (found.isComplete()) {
        return found.read(each);
      }
    }
    throw mistake("no options of the graph have a field \"" + path + "\"");
  }

  private void write(Node.Builder node, String path, List<Object> values) {
    CalculatorOptions.Builder extensions = node.getOptions().toBuilder();
    for (Map.Entry<FieldDescriptor, Object> field : extensions.getAllFields().entrySet()) {
      if (field.getKey().isExtension() && field.getValue() instanceof Message message) {
        OptionPath found =
            OptionPath.of(message.getDescriptorForType(), path, registry.optionTypes());
        if (found.isComplete()) {
          extensions.setField(field.getKey(), found.write(message, values));
          node.setOptions(extensions);
          return;
        }
      }
    }
    for (int i = 0; i < node.getNodeOptionsCount(); i++) {
      Any any = node.getNodeOptions(i);
      Message message = unpack(any).orElse(MediaPipeOptions.getDefaultInstance());
      OptionPath found =
          OptionPath.of(message.getDescriptorForType(), path, registry.optionTypes());
      if (found.isComplete()) {
        Message changed = found.write(message, values);
        node.setNodeOptions(i, any.toBuilder().setValue(changed.toByteString()));
        return;
      }
    }
    throw mistake(
        "no options of node \"%s\" have a field \"%s\"; give the node options, though empty, of the right type"
            .formatted(node.getName().isEmpty() ? node.getCalculator() : node.getName(), path));
  }

  private static StatusException mistake(String message) {
    return new StatusException(StatusCode.INVALID_ARGUMENT, message);
  }
}
