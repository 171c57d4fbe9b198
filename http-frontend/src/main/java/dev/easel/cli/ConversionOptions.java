package dev.easel.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model that is not in OpenVINO's format becomes. */
final class ConversionOptions {
  @Option(
      names = {"--weight-format", "--precision"},
      paramLabel = "FORMAT",
      description = "Format of the weights: fp32, fp16, int8 or int4 (default: the converter's).")
  private @Nullable String weightFormat;

  @Option(
      names = "--extra_quantization_params",
      paramLabel = "PARAMETERS",
      description = "Further parameters of optimum-cli, such as \"--group-size 64\".")
  private @Nullable String extra;

  /** The converter's words. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (weightFormat != null) {
      words.addAll(List.of("--weight-format", weightFormat));
    }
    if (extra != null && !extra.isBlank()) {
      words.addAll(List.of(extra.strip().split("\\s+", -1)));
    }
    return words;
  }
}
