package dev.easel.cli.author;

import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Maven project of one calculator: options, test, graph and configuration.
 *
 * @param name of the calculator without its ending, such as {@code Blur}
 * @param javaPackage such as {@code com.example.blur}
 * @param folderName what the project and its servable are called, such as {@code blur}
 * @param easelVersion of the artifacts that it is compiled against
 */
record ProjectTemplate(String name, String javaPackage, String folderName, String easelVersion) {
  private static final String PROVIDER =
      "META-INF/services/dev.easel.framework.calculator.CalculatorProvider";

  /** The project's files and their contents, by their paths below its folder. */
  Map<String, String> files() {
    String sources = "src/main/java/" + javaPackage.replace('.', '/') + "/" + name;
    String tests = "src/test/java/" + javaPackage.replace('.', '/') + "/" + name;
    Map<String, String> files = new LinkedHashMap<>();
    files.put("README.md", filled("README.md"));
    files.put("pom.xml", filled("pom.xml"));
    files.put("config.json", filled("config.json"));
    files.put("graph/graph.pbtxt", filled("graph.pbtxt"));
    files.put(sources + "Calculator.java", filled("Calculator.java"));
    files.put(sources + "Options.java", filled("Options.java"));
    files.put(sources + "Provider.java", filled("Provider.java"));
    files.put("src/main/resources/" + PROVIDER, javaPackage + "." + name + "Provider\n");
    files.put(tests + "CalculatorTest.java", filled("CalculatorTest.java"));
    files.put(".gitignore", filled("gitignore"));
    return files;
  }

  /**
   * Writes the project.
   *
   * <p><b>Failure</b>: {@code ALREADY_EXISTS} for a folder with anything in it.
   */
  void write(Path folder) {
    try {
      Files.createDirectories(folder);
      List<Path> there;
      try (var found = Files.list(folder)) {
        there = found.limit(1).toList();
      }
      if (!there.isEmpty()) {
        throw new StatusException(
            StatusCode.ALREADY_EXISTS,
            "%s is not empty (%s is there); name a folder that is, or is not there yet"
                .formatted(folder, there.get(0).getFileName()));
      }
      for (Map.Entry<String, String> file : files().entrySet()) {
        Path target = folder.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.getValue());
      }
    } catch (IOException e) {
      throw new StatusException(
          StatusCode.UNAVAILABLE, "cannot write the project to " + folder + ": " + e, e);
    }
  }

  private String filled(String file) {
    return text(file)
        .replace("@NAME@", name)
        .replace("@PACKAGE@", javaPackage)
        .replace("@FOLDER@", folderName)
        .replace("@VERSION@", easelVersion);
  }

  private static String text(String file) {
    String resource = "calculator/" + file + ".txt";
    try (InputStream in = ProjectTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
