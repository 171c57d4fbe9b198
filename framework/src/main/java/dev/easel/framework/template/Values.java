package dev.easel.framework.template;

import dev.easel.framework.proto.TemplateArgument;
import dev.easel.framework.proto.TemplateDict;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What values of templates are as numbers, texts and conditions. */
final class Values {
  private static final Set<String> YES = Set.of("true", "t", "yes", "y", "1");
  private static final Set<String> NO = Set.of("false", "f", "no", "n", "0");

  private Values() {}

  static TemplateArgument of(String text) {
    return TemplateArgument.newBuilder().setStr(text).build();
  }

  static TemplateArgument of(double number) {
    return TemplateArgument.newBuilder().setNum(number).build();
  }

  static TemplateArgument of(boolean condition) {
    return of(condition ? 1.0 : 0.0);
  }

  static Optional<Double> number(TemplateArgument value) {
    if (value.hasNum()) {
      return Optional.of(value.getNum());
    }
    try {
      return value.hasStr() && !value.getStr().isBlank()
          ? Optional.of(Double.parseDouble(value.getStr()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The text, with whole numbers as such; empty for lists and dictionaries. */
  static String text(TemplateArgument value) {
    if (!value.hasNum()) {
      return value.getStr();
    }
    double number = value.getNum();
    boolean plain = !Double.isNaN(number) && !Double.isInfinite(number) && Math.abs(number) < 1e15;
    return plain
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number);
  }

  /** The condition; empty if a text says neither yes nor no. */
  static Optional<Boolean> condition(TemplateArgument value) {
    if (value.hasNum()) {
      return Optional.of(value.getNum() != 0);
    }
    if (!value.hasStr()) {
      return Optional.of(false);
    }
    String text = value.getStr().toLowerCase(Locale.ROOT);
    if (YES.contains(text)) {
      return Optional.of(true);
    }
    return NO.contains(text) ? Optional.of(false) : Optional.empty();
  }

  static int compare(TemplateArgument a, TemplateArgument b) {
    Optional<Double> x = number(a);
    Optional<Double> y = number(b);
    return x.isPresent() && y.isPresent()
        ? Double.compare(x.get(), y.get())
        : text(a).compareTo(text(b));
  }

  /** Whether lists and dictionaries stand in each other more than {@code depth} deep. */
  static boolean isDeeper(TemplateArgument value, int depth) {
    if (depth < 0) {
      return true;
    }
    for (TemplateArgument element : value.getElementList()) {
      if (isDeeper(element, depth - 1)) {
        return true;
      }
    }
    for (TemplateDict.Parameter entry : value.getDict().getArgList()) {
      if (isDeeper(entry.getValue(), depth - 1)) {
        return true;
      }
    }
    return false;
  }
}
