package dev.easel.serving.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Builds the example's jar from its sources, as its author's Maven would. */
public final class ExampleJar {
  private static final Path EXAMPLE = Path.of("..", "examples", "invert");

  private ExampleJar() {}

  /** Where the example's other files are. */
  public static Path folder() {
    return EXAMPLE;
  }

  /** Writes the jar into {@code calculators}; {@code classes} is a folder to work in. */
  public static Path build(Path classes, Path calculators) throws IOException {
    compile(files(EXAMPLE.resolve("src/main/java")), classes);
    Files.createDirectories(calculators);
    Path jar = calculators.resolve("invert.jar");
    write(jar, List.of(classes, EXAMPLE.resolve("src/main/resources")));
    return jar;
  }

  /** Writes a jar of one provider, whose source is given; {@code work} is a folder to work in. */
  public static void ofSource(String provider, String source, Path work, Path jar)
      throws IOException {
    Path file = Files.createDirectories(work.resolve("source")).resolve(provider + ".java");
    Files.writeString(file, source);
    Path classes = Files.createDirectories(work.resolve("classes"));
    compile(List.of(file), classes);
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("dev.easel.framework.calculator.CalculatorProvider"), provider);
    write(jar, List.of(classes));
  }

  private static void compile(List<Path> sources, Path classes) {
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "--release", "17"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError("the sources do not compile");
    }
  }

  /** Writes a jar of everything in some folders. */
  static void write(Path jar, List<Path> folders) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path folder : folders) {
        for (Path file : files(folder)) {
          entries.putNextEntry(new JarEntry(folder.relativize(file).toString()));
          Files.copy(file, entries);
          entries.closeEntry();
        }
      }
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }
}
