package dev.easel.framework.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.name.Nearest;
import dev.easel.framework.proto.CalculatorGraphConfig;
import java.util.ArrayList;
import java.util.List;

/** Says what an unknown field of a graph's text may have meant. */
final class UnknownField {
  private UnknownField() {}

  /** A hint for {@code name}, which is {@code message.field} or {@code message.[extension]}. */
  static String hint(String name, CalculatorRegistry registry) {
    int bracket = name.indexOf('[');
    if (bracket >= 0) {
      String extension = name.substring(bracket + 1).replace("]", "");
      List<String> known = new ArrayList<>();
      registry.optionTypes().forEach(t -> known.add(t.getFullName() + ".ext"));
      return Nearest.hint(extension, known, "no options of this name are registered");
    }
    String owner = name.substring(0, Math.max(0, name.lastIndexOf('.')));
    String field = name.substring(name.lastIndexOf('.') + 1);
    List<Descriptor> types = new ArrayList<>(registry.optionTypes());
    types.add(CalculatorGraphConfig.getDescriptor());
    types.addAll(CalculatorGraphConfig.getDescriptor().getNestedTypes());
    types.addAll(CalculatorGraphConfig.getDescriptor().getFile().getMessageTypes());
    for (Descriptor type : types) {
      if (type.getFullName().equals(owner)) {
        List<String> fields = type.getFields().stream().map(FieldDescriptor::getName).toList();
        return Nearest.hint(field, fields, "its fields are " + String.join(", ", fields));
      }
    }
    return "";
  }
}
