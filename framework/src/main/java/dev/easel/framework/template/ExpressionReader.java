package dev.easel.framework.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads expressions: operators bind as in C, functions take their arguments in parentheses. */
final class ExpressionReader {
  private static final int LOOSEST = 12;
  private static final int MAX_DEPTH = 100;

  /** What an expression is made of is worked out from the inside, each operator inside the next. */
  private static final int MAX_OPERATORS = 500;

  private static final Map<String, Integer> LEVELS =
      Map.ofEntries(
          Map.entry(".", 1),
          Map.entry("*", 3),
          Map.entry("/", 3),
          Map.entry("+", 4),
          Map.entry("-", 4),
          Map.entry(">", 6),
          Map.entry("<", 6),
          Map.entry(">=", 6),
          Map.entry("<=", 6),
          Map.entry("==", 7),
          Map.entry("!=", 7),
          Map.entry("&&", 11),
          Map.entry("||", 12));

  /** How many arguments functions take; -1 for any number. */
  private static final Map<String, Integer> FUNCTIONS =
      Map.of(
          "min",
          2,
          "max",
          2,
          "concat",
          2,
          "lowercase",
          1,
          "uppercase",
          1,
          "size",
          1,
          "dict",
          -1,
          "list",
          -1,
          "!",
          1);

  private final Tokens tokens;
  private int depth;
  private int operators;

  ExpressionReader(Tokens tokens) {
    this.tokens = tokens;
  }

  Expression read() {
    if (depth == MAX_DEPTH) {
      throw tokens.mistake("an expression is nested more than " + MAX_DEPTH + " deep");
    }
    operators = depth == 0 ? 0 : operators;
    depth++;
    Expression result = infix(LOOSEST);
    depth--;
    return result;
  }

  private Expression infix(int loosest) {
    Expression left = prefix();
    while (LEVELS.getOrDefault(tokens.peek().text(), LOOSEST + 1) <= loosest
        && tokens.peek().kind() == Token.Kind.SYMBOL) {
      if (operators == MAX_OPERATORS) {
        throw tokens.mistake("an expression has more than " + MAX_OPERATORS + " operators");
      }
      operators++;
      Token operator = tokens.next();
      int level = LEVELS.getOrDefault(operator.text(), 0);
      if (operator.is(".")) {
        left = new Expression.Entry(operator.start(), left, name("after the dot"));
      } else {
        Expression right = infix(level - 1);
        left = new Expression.Operation(operator.start(), operator.text(), List.of(left, right));
      }
    }
    return left;
  }

  private Expression prefix() {
    Token first = tokens.peek();
    if (tokens.take("(")) {
      Expression inner = read();
      tokens.expect(")", "after an expression in parentheses");
      return inner;
    }
    if (FUNCTIONS.containsKey(first.text()) && first.kind() != Token.Kind.STRING) {
      return function(tokens.next());
    }
    if (first.kind() == Token.Kind.NUMBER || first.kind() == Token.Kind.STRING) {
      return new Expression.Literal(first.start(), tokens.next().unquoted());
    }
    return new Expression.Name(first.start(), name("in an expression"));
  }

  private Expression function(Token function) {
    tokens.expect("(", "after " + function.text());
    List<Expression> arguments = new ArrayList<>();
    while (!tokens.take(")")) {
      if (!arguments.isEmpty() && !tokens.take(",") && !tokens.take(":")) {
        throw tokens.mistake("expected \",\" or \")\" in the arguments of " + function.text());
      }
      arguments.add(read());
    }
    int wanted = FUNCTIONS.getOrDefault(function.text(), -1);
    if (wanted >= 0 && arguments.size() != wanted) {
      throw new TemplateSyntaxException(
          function.start(),
          "%s takes %d arguments, not %d".formatted(function.text(), wanted, arguments.size()));
    }
    if (function.is("dict") && arguments.size() % 2 != 0) {
      throw new TemplateSyntaxException(
          function.start(), "Dict requires an even number of arguments, got: " + arguments.size());
    }
    return new Expression.Operation(function.start(), function.text(), arguments);
  }

  String name(String where) {
    if (tokens.peek().kind() != Token.Kind.NAME) {
      throw tokens.mistake("expected a name " + where);
    }
    return tokens.next().text();
  }
}
