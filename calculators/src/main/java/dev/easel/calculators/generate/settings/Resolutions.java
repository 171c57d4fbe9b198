package dev.easel.calculators.generate.settings;

import dev.easel.calculators.model.Resolution;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Reads the options that hold sizes. */
final class Resolutions {

  private Resolutions() {}

  /** A list of sizes, separated by blanks. */
  static List<Resolution> parseList(String option) {
    List<Resolution> sizes =
        Arrays.stream(option.split("\\s+"))
            .filter(word -> !word.isEmpty())
            .map(word -> parse("resolution", word))
            .toList();
    if (sizes.isEmpty()) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because("resolution is empty; say WxH, or leave it out");
    }
    if (new HashSet<>(sizes).size() != sizes.size()) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because(
          "Duplicate resolutions found in '" + option + "'");
    }
    return sizes;
  }

  /** One size. */
  static Resolution parse(String option, String text) {
    if (text.equals("auto")) {
      throw LoadMistake.SHAPE_WRONG_FORMAT.because(
          option + ": Resolution is not specified or is invalid: auto; say WxH such as 512x512");
    }
    return Resolution.parse(text)
        .orElseThrow(
            () ->
                LoadMistake.SHAPE_WRONG_FORMAT.because(
                    option + ": '" + text + "' is not WxH, for example 512x512"));
  }
}
