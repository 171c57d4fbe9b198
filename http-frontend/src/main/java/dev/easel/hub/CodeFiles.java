package dev.easel.hub;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells which files of a repository can hold code: nothing here reads them, so none is fetched. */
final class CodeFiles {

  private static final Set<String> CODE =
      Set.of(
          "jar", "class", "war", "py", "pyc", "pyd", "ipynb", "sh", "bash", "bat", "cmd", "ps1",
          "js", "mjs", "wasm", "so", "dll", "dylib", "exe", "com", "msi", "deb", "rpm", "apk",
          "pkl", "pickle", "joblib", "pt", "pth", "ckpt", "dill", "npy", "npz", "h5", "keras",
          "lua", "rb", "pl", "php");

  private CodeFiles() {}

  /** The files that can, in the order of the list. */
  static List<HubFile> in(List<HubFile> files) {
    Set<String> graphs =
        files.stream()
            .map(HubFile::path)
            .filter(path -> path.endsWith(".xml"))
            .map(CodeFiles::stem)
            .collect(Collectors.toSet());
    return files.stream().filter(file -> isCode(file.path(), graphs)).toList();
  }

  /**
   * OpenVINO's weights have a graph of their name beside them; others of that ending are pickles.
   */
  private static boolean isCode(String path, Set<String> graphs) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean isLibrary = name.toLowerCase(Locale.ROOT).contains(".so.");
    boolean isPickle =
        ending.equals("bin") && !name.startsWith("openvino_") && !graphs.contains(stem(path));
    return CODE.contains(ending) || isLibrary || isPickle;
  }

  private static String stem(String path) {
    return path.substring(0, path.length() - ".xml".length());
  }
}
