package dev.easel.framework.template;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template's text. */
sealed interface Part {
  /** Text that stays as it is. */
  record Plain(int start, int end) implements Part {}

  /** A value of a field; the field is null where the text names one that is not known. */
  record Value(Expression expression, @Nullable FieldDescriptor field) implements Part {}

  /** One field, once for each element of a list. */
  record Loop(int offset, String variable, Expression list, Block body) implements Part {}

  /** One field, if something holds. */
  record Condition(Expression condition, Block body) implements Part {}

  /** A parameter that has a value if nobody gives one; null if somebody must. */
  record Declaration(String name, @Nullable Expression value) implements Part {}

  /** What stands between a directive and its end: one field, which is known or null. */
  record Block(List<Part> parts, @Nullable FieldDescriptor field) {}
}
