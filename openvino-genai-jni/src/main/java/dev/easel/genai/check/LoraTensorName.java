package dev.easel.genai.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tensor in an adapter's file, taken apart.
 *
 * @param role what it is for its layer
 * @param layer the layer as the file calls it; the whole name for what is no part of a layer
 */
record LoraTensorName(Role role, String layer) {

  /** What a tensor is for its layer. */
  enum Role {
    DOWN,
    UP,
    ALPHA,
    OTHER
  }

  /** The middle is kohya's, PEFT's with the adapter's name or without, or old diffusers'. */
  private static final String MATRIX =
      "(.+?)(?:\\.lora_%1$s(?:\\.(?!weight)[A-Za-z0-9_-]+)?|\\.lora(?:_linear_layer)?\\.%2$s"
          + "|(_lora[12]?)\\.%2$s)\\.weight";

  private static final Pattern DOWN = Pattern.compile(MATRIX.formatted("(?:A|down)", "down"));
  private static final Pattern UP = Pattern.compile(MATRIX.formatted("(?:B|up)", "up"));
  private static final Pattern ALPHA =
      Pattern.compile("(.+?)(?:\\.lora(?:_linear_layer)?|(_lora[12]?))?\\.alpha");

  static LoraTensorName of(String name) {
    Matcher down = DOWN.matcher(name);
    if (down.matches()) {
      return new LoraTensorName(Role.DOWN, layer(down));
    }
    Matcher up = UP.matcher(name);
    if (up.matches()) {
      return new LoraTensorName(Role.UP, layer(up));
    }
    Matcher alpha = ALPHA.matcher(name);
    return alpha.matches()
        ? new LoraTensorName(Role.ALPHA, layer(alpha))
        : new LoraTensorName(Role.OTHER, name);
  }

  private static String layer(Matcher matcher) {
    String ending = matcher.group(2);
    return ending == null ? matcher.group(1) : matcher.group(1) + ending;
  }
}
