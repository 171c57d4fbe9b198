package dev.easel.genai.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.genai.error.GenAiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What PEFT writes down of how strongly an adapter's layers count. Their ranks are those of the
 * matrices, whatever it says of them.
 *
 * <p>Its patterns are regular expressions from anybody's file: they may look at so many characters
 * of names and no more.
 */
final class PeftConfig {
  private static final String ALPHA = "lora_alpha";
  private static final String ALPHA_PATTERN = "alpha_pattern";
  private static final String RANK_STABILIZED = "use_rslora";

  /** All that is read of it. */
  static final List<String> FIELDS = List.of(ALPHA, ALPHA_PATTERN, RANK_STABILIZED);

  /** Of a pattern, and of a name that one is tried on. */
  private static final int MOST_LENGTH = 1000;

  /** A thousand times what real files take. */
  private static final int MOST_LOOKS = 100_000_000;

  private final OptionalDouble alpha;
  private final Map<Pattern, Double> patterns = new LinkedHashMap<>();
  private final boolean isRankStabilized;
  private final String prefix;
  private final Function<String, GenAiException> wrong;
  private int looks;

  /**
   * Reads what stands in an object.
   *
   * @param prefix what stands before the names of its fields there
   * @param wrong an exception that says where the object is
   */
  PeftConfig(JsonNode fields, String prefix, Function<String, GenAiException> wrong) {
    this.prefix = prefix;
    this.wrong = wrong;
    JsonNode written = fields.path(prefix + ALPHA);
    alpha =
        isAbsent(written)
            ? OptionalDouble.empty()
            : OptionalDouble.of(number(written, prefix + ALPHA));
    JsonNode stabilized = fields.path(prefix + RANK_STABILIZED);
    if (!isAbsent(stabilized) && !stabilized.isBoolean()) {
      throw wrong.apply(
          "%s is %s, not true or false".formatted(prefix + RANK_STABILIZED, stabilized));
    }
    isRankStabilized = stabilized.asBoolean();
    JsonNode each = fields.path(prefix + ALPHA_PATTERN);
    if (!isAbsent(each) && !each.isObject()) {
      throw wrong.apply(
          "%s is %s, not an object with a number for each pattern"
              .formatted(prefix + ALPHA_PATTERN, each));
    }
    each.properties()
        .forEach(
            entry -> {
              String field = "%s of '%s'".formatted(prefix + ALPHA_PATTERN, entry.getKey());
              patterns.put(pattern(entry.getKey(), field), number(entry.getValue(), field));
            });
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private double number(JsonNode node, String field) {
    double value = node.doubleValue();
    if (!node.isNumber() || !Float.isFinite((float) value)) {
      throw wrong.apply("%s is %s, not a finite number".formatted(field, node));
    }
    return value;
  }

  /** PEFT means a layer's name, or what follows a dot in it, up to its end. */
  private Pattern pattern(String regex, String field) {
    if (regex.length() > MOST_LENGTH) {
      throw wrong.apply("%s is longer than %d characters".formatted(field, MOST_LENGTH));
    }
    try {
      Pattern.compile(regex);
      return Pattern.compile("(?:.*\\.)?(?:" + regex + ")");
    } catch (PatternSyntaxException e) {
      throw wrong.apply("%s is no regular expression: %s".formatted(field, e.getDescription()));
    }
  }

  /** What multiplies the matrices of a layer; 1 where nothing is said of it. */
  double scale(String layer, long rank) {
    OptionalDouble value = alpha(layer);
    double divisor = (double) rank;
    return value.isEmpty()
        ? 1
        : value.getAsDouble() / (isRankStabilized ? Math.sqrt(divisor) : divisor);
  }

  private OptionalDouble alpha(String layer) {
    if (layer.length() <= MOST_LENGTH) {
      for (Map.Entry<Pattern, Double> each : patterns.entrySet()) {
        if (each.getKey().matcher(new Counted(layer)).matches()) {
          return OptionalDouble.of(each.getValue());
        }
      }
    }
    return alpha;
  }

  /** A name that counts how often somebody looks at it. */
  private final class Counted implements CharSequence {
    private final String name;

    Counted(String name) {
      this.name = name;
    }

    @Override
    public char charAt(int index) {
      if (++looks > MOST_LOOKS) {
        throw wrong.apply(
            "%s has patterns that take too long to match with the layers"
                .formatted(prefix + ALPHA_PATTERN));
      }
      return name.charAt(index);
    }

    @Override
    public int length() {
      return name.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return name.substring(start, end);
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
