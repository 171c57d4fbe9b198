package dev.easel.hub;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells which files of a diffusers repository a conversion needs: they hold the weights often. */
final class SourceFiles {
  private static final Pattern OPENVINO = Pattern.compile("(.*/)?openvino_[^/]*");
  private static final Pattern SAFE = Pattern.compile("[^/]+/[^/]+\\.safetensors");
  private static final Pattern PICKLED = Pattern.compile("[^/]+/[^/]+\\.bin");

  /** Of other programs, or with fewer bits, or not averaged. */
  private static final Pattern OTHER =
      Pattern.compile(
          ".*\\.(ckpt|msgpack|h5|onnx|onnx_data|pb|pt|pth|gguf|png|jpe?g|md)"
              + "|.*[.](fp16|bf16|non_ema|ema)[.-][^/]*");

  private SourceFiles() {}

  /** Whether the repository holds weights that are not in OpenVINO's format, and none that are. */
  static boolean isSource(List<HubFile> files) {
    return files.stream().noneMatch(file -> OPENVINO.matcher(file.path()).matches())
        && files.stream().anyMatch(file -> isWeights(file.path()));
  }

  private static boolean isWeights(String path) {
    return SAFE.matcher(path).matches() || PICKLED.matcher(path).matches();
  }

  /** What a pipeline reads: its index, and of each part one file of the same weights. */
  static List<HubFile> needed(List<HubFile> files) {
    Set<String> safe =
        files.stream()
            .map(HubFile::path)
            .filter(path -> SAFE.matcher(path).matches() && !OTHER.matcher(path).matches())
            .map(SourceFiles::part)
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> file.path().equals("model_index.json") || file.path().contains("/"))
        .filter(file -> !OTHER.matcher(file.path()).matches())
        .filter(
            file -> !PICKLED.matcher(file.path()).matches() || !safe.contains(part(file.path())))
        .toList();
  }

  private static String part(String path) {
    return path.substring(0, path.indexOf('/'));
  }
}
