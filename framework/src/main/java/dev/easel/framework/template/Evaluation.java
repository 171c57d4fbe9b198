package dev.easel.framework.template;

import dev.easel.framework.proto.TemplateArgument;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an expansion, and what expressions are with them. What is wrong is collected; a
 * wrong value is 0.
 */
final class Evaluation {
  private static final int MAX_PROBLEMS = 1000;

  /** A value may hold another one many times over, and so be larger than any machine. */
  private static final int MAX_VALUE_BYTES = 1 << 20;

  /** What operators may be given altogether. */
  private static final long MAX_BYTES = 64L << 20;

  private final Map<String, TemplateArgument> parameters = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private long bytes;

  /** What is wrong with a value. */
  record Problem(StatusCode code, int offset, String message) {}

  Evaluation(TemplateDict arguments) {
    for (TemplateDict.Parameter each : arguments.getArgList()) {
      parameters.put(each.getKey(), each.getValue());
    }
  }

  List<Problem> problems() {
    return problems;
  }

  void problem(StatusCode code, int offset, String message) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(code, offset, message));
    }
  }

  /** Gives a parameter its default value if it has none. */
  void declare(String name, @Nullable Expression value) {
    if (value != null && !parameters.containsKey(name)) {
      parameters.put(name, value(value));
    }
  }

  /** Sets a parameter, or removes it if {@code value} is null; what it was before. */
  @Nullable TemplateArgument set(String name, @Nullable TemplateArgument value) {
    return value == null ? parameters.remove(name) : parameters.put(name, value);
  }

  boolean condition(Expression expression) {
    return condition(expression, value(expression));
  }

  private boolean condition(Expression expression, TemplateArgument value) {
    Optional<Boolean> result = Values.condition(value);
    if (result.isEmpty()) {
      invalid(expression, "\"" + value.getStr() + "\" is neither true nor false");
    }
    return result.orElse(false);
  }

  private double number(Expression expression, TemplateArgument value) {
    Optional<Double> result = Values.number(value);
    if (result.isEmpty()) {
      invalid(expression, "\"" + Values.text(value) + "\" is not a number");
    }
    return result.orElse(0.0);
  }

  private void invalid(Expression expression, String message) {
    problem(StatusCode.INVALID_ARGUMENT, expression.offset(), message);
  }

  TemplateArgument value(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return Values.of(literal.text());
    }
    if (expression instanceof Expression.Name name) {
      return found(name.name(), parameters.get(name.name()), "param: ", expression);
    }
    if (expression instanceof Expression.Entry entry) {
      TemplateArgument found = null;
      TemplateArgument of = value(entry.of());
      if (!isWithinLimits(entry, of.getSerializedSize())) {
        return Values.of(0.0);
      }
      for (TemplateDict.Parameter each : of.getDict().getArgList()) {
        found = each.getKey().equals(entry.key()) ? each.getValue() : found;
      }
      return found(entry.key(), found, "param field: ", expression);
    }
    return operation((Expression.Operation) expression);
  }

  private TemplateArgument found(
      String name, @Nullable TemplateArgument value, String what, Expression where) {
    if (value == null) {
      problem(StatusCode.NOT_FOUND, where.offset(), what + name);
      return Values.of(0.0);
    }
    return value;
  }

  private TemplateArgument operation(Expression.Operation o) {
    List<TemplateArgument> values = new ArrayList<>();
    long together = 0;
    for (Expression argument : o.arguments()) {
      TemplateArgument value = value(argument);
      together += value.getSerializedSize();
      values.add(value);
    }
    return isWithinLimits(o, together) ? operation(o, values) : Values.of(0.0);
  }

  private boolean isWithinLimits(Expression where, long together) {
    if (together > MAX_VALUE_BYTES) {
      invalid(where, "a value is larger than " + MAX_VALUE_BYTES + " bytes");
      return false;
    }
    boolean first = bytes <= MAX_BYTES;
    bytes += together;
    if (bytes > MAX_BYTES && first) {
      invalid(where, "the expressions of the template work on more than " + MAX_BYTES + " bytes");
    }
    return bytes <= MAX_BYTES;
  }

  private TemplateArgument operation(Expression.Operation o, List<TemplateArgument> values) {
    return switch (o.name()) {
      case "+" -> sum(values);
      case "-" -> Values.of(number(o, values, 0) - number(o, values, 1));
      case "*" -> Values.of(number(o, values, 0) * number(o, values, 1));
      case "/" -> Values.of(number(o, values, 0) / number(o, values, 1));
      case ">" -> Values.of(compare(values) > 0);
      case "<" -> Values.of(compare(values) < 0);
      case ">=" -> Values.of(compare(values) >= 0);
      case "<=" -> Values.of(compare(values) <= 0);
      case "==" -> Values.of(compare(values) == 0);
      case "!=" -> Values.of(compare(values) != 0);
      case "&&" -> Values.of(condition(o, values.get(0)) && condition(o, values.get(1)));
      case "||" -> Values.of(condition(o, values.get(0)) || condition(o, values.get(1)));
      case "!" -> Values.of(!condition(o, values.get(0)));
      case "min" -> Values.of(Math.min(number(o, values, 0), number(o, values, 1)));
      case "max" -> Values.of(Math.max(number(o, values, 0), number(o, values, 1)));
      case "concat" -> Values.of(Values.text(values.get(0)) + Values.text(values.get(1)));
      case "lowercase" -> Values.of(Values.text(values.get(0)).toLowerCase(Locale.ROOT));
      case "uppercase" -> Values.of(Values.text(values.get(0)).toUpperCase(Locale.ROOT));
      case "dict" -> dict(values);
      case "list" -> TemplateArgument.newBuilder().addAllElement(values).build();
      case "size" -> Values.of((double) size(values.get(0)));
      default -> throw new IllegalStateException(o.name());
    };
  }

  private double number(Expression.Operation operation, List<TemplateArgument> values, int i) {
    return number(operation.arguments().get(i), values.get(i));
  }

  private static TemplateArgument sum(List<TemplateArgument> values) {
    Optional<Double> x = Values.number(values.get(0));
    Optional<Double> y = Values.number(values.get(1));
    return x.isPresent() && y.isPresent()
        ? Values.of(x.get() + y.get())
        : Values.of(Values.text(values.get(0)) + Values.text(values.get(1)));
  }

  private static int compare(List<TemplateArgument> values) {
    return Values.compare(values.get(0), values.get(1));
  }

  private static int size(TemplateArgument value) {
    return value.hasDict() ? value.getDict().getArgCount() : value.getElementCount();
  }

  private static TemplateArgument dict(List<TemplateArgument> values) {
    TemplateDict.Builder dict = TemplateDict.newBuilder();
    for (int i = 0; i < values.size(); i += 2) {
      dict.addArgBuilder().setKey(Values.text(values.get(i))).setValue(values.get(i + 1));
    }
    return TemplateArgument.newBuilder().setDict(dict).build();
  }
}
