package dev.easel.serving.graph;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.serving.config.ServableEntry.Adapter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes LoRA adapters into the text of a graph, without a line more, so that mistakes keep their
 * lines.
 */
final class AddedAdapters {
  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile("#[^\\n]*|\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\\\\\n]|\\\\.)*'");
  private static final Pattern OPTIONS =
      Pattern.compile("mediapipe\\.ImageGenCalculatorOptions\\s*\\]\\s*:?\\s*\\{");

  private AddedAdapters() {}

  /**
   * The text with the adapters in the options of its generating node.
   *
   * <p><b>Failure</b>: {@code INVALID_ARGUMENT} for a graph that has not exactly one such node.
   */
  static String write(String text, List<Adapter> adapters, String fileName) {
    // Of the same length, so that places stay where they are.
    String bare =
        COMMENT_OR_TEXT.matcher(text).replaceAll(found -> " ".repeat(found.group().length()));
    Matcher options = OPTIONS.matcher(bare);
    List<Integer> places = new ArrayList<>();
    while (options.find()) {
      places.add(options.end());
    }
    if (places.size() != 1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT,
          fileName
              + ": adapters are added to the ImageGenCalculatorOptions of a graph's only generating"
              + " node; this graph has "
              + places.size()
              + " of them");
    }
    String added =
        adapters.stream()
            .map(
                each ->
                    " lora_adapters { alias: \"%s\" path: \"%s\" }"
                        .formatted(escaped(each.alias()), escaped(each.file().toString())))
            .collect(Collectors.joining());
    return text.substring(0, places.get(0)) + added + text.substring(places.get(0));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
