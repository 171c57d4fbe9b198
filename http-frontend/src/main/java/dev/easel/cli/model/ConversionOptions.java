package dev.easel.cli.model;

import dev.easel.cli.shared.Misuse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a model that is not in OpenVINO's format becomes. */
final class ConversionOptions {
  private static final List<String> FORMATS =
      List.of("fp32", "fp16", "int8", "int4", "mxfp4", "nf4", "cb4");

  @Option(
      names = {"--weight-format", "--precision"},
      paramLabel = "FORMAT",
      description =
          "Format of the weights: fp32, fp16, int8, int4 and others (default: int8 for what is"
              + " pulled, else the converter's).")
  private @Nullable String weightFormat;

  @Option(
      names = "--extra_quantization_params",
      paramLabel = "PARAMETERS",
      description = "Further parameters of optimum-cli, such as \"--group-size 64\".")
  private @Nullable String extra;

  void check(Misuse misuse) {
    misuse.when(
        weightFormat != null && !FORMATS.contains(weightFormat),
        "weight-format should be one of: " + String.join(", ", FORMATS));
  }

  /** The same, with a format of the weights where none was given. */
  ConversionOptions withDefault(String format) {
    ConversionOptions options = new ConversionOptions();
    options.weightFormat = weightFormat == null ? format : weightFormat;
    options.extra = extra;
    return options;
  }

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
