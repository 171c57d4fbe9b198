package dev.easel.framework.text;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.TextFormatParseInfoTree;
import com.google.protobuf.TextFormatParseLocation;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.template.WrittenOut;
import org.jspecify.annotations.Nullable;

/**
 * Where in a text a node, or a whole graph, comes from.
 *
 * @param file the text's name
 * @param line where it starts, from 1; 0 if unknown
 * @param column where it starts, from 1; 0 if unknown
 * @param tree where its fields are, if known
 * @param template what the text was written out of, if it was
 */
public record Origin(
    String file,
    int line,
    int column,
    @Nullable TextFormatParseInfoTree tree,
    @Nullable WrittenOut template) {

  /** A place of which no more is known. */
  public Origin(String file, int line, int column) {
    this(file, line, column, null, null);
  }

  /** A place in the text that was read, which a template may have been written out to. */
  public Origin place(int newLine, int newColumn) {
    if (template == null) {
      return new Origin(file, newLine, newColumn);
    }
    WrittenOut.Place from = template.origin(newLine, newColumn);
    return new Origin(file, from.line(), from.column());
  }

  /** The origin of an element of a field of this one. */
  public Origin child(FieldDescriptor field, int index) {
    TextFormatParseInfoTree inner = null;
    try {
      inner = tree == null ? null : tree.getNestedTree(field, index);
    } catch (IllegalArgumentException e) {
      // Made by an expansion: the text has no such element.
      inner = null;
    }
    Origin at = at(field, index);
    return new Origin(file, at.line, at.column, inner, template);
  }

  /** The place of an element of a field of this one, or of this one if that is unknown. */
  public Origin at(FieldDescriptor field, int index) {
    if (tree != null) {
      try {
        TextFormatParseLocation place = tree.getLocation(field, Math.max(0, index));
        if (place != null && place.getLine() >= 0) {
          return place(place.getLine() + 1, place.getColumn() + 1);
        }
      } catch (IllegalArgumentException e) {
        return this;
      }
    }
    return this;
  }

  /** A field of a node, by its name in the text. */
  public static FieldDescriptor nodeField(String name) {
    return CalculatorGraphConfig.Node.getDescriptor().findFieldByName(name);
  }

  /** A field of a graph, by its name in the text. */
  public static FieldDescriptor graphField(String name) {
    return CalculatorGraphConfig.getDescriptor().findFieldByName(name);
  }
}
