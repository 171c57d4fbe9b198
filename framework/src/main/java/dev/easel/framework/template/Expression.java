package dev.easel.framework.template;

import java.util.List;

/** What stands between two percent signs. */
sealed interface Expression {
  /** Where it starts in the text. */
  int offset();

  /** A number or string as written. */
  record Literal(int offset, String text) implements Expression {}

  /** The value of a parameter. */
  record Name(int offset, String name) implements Expression {}

  /** An entry of a dictionary. */
  record Entry(int offset, Expression of, String key) implements Expression {}

  /** An operator or a function with its arguments. */
  record Operation(int offset, String name, List<Expression> arguments) implements Expression {}
}
