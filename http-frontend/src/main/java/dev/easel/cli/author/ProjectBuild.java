package dev.easel.cli.author;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.picture.RgbImages;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/**
 * Compiles a project of the usual layout into the jar that is served, with the JDK's own compiler:
 * it takes a fraction of a second where Maven takes several, needs neither Maven nor a network, and
 * says itself where a mistake is. What the sources may use is what the server shares with jars, and
 * the jars in the project's folder {@code lib}, which go into the one that is made.
 *
 * <p><b>Threads</b>: one at a time.
 */
final class ProjectBuild {
  /** What a jar's classes and the server's talk to each other with, by a class of each. */
  private static final List<Class<?>> SHARED =
      List.of(
          Calculator.class,
          HttpRequestPayload.class,
          RgbImages.class,
          CalculatorGraphConfig.class.getSuperclass(), // protobuf's
          JsonNode.class,
          JsonFactory.class,
          JsonProperty.class,
          Logger.class,
          NullMarked.class);

  private final Path project;
  private final Path work;
  private final JavaCompiler compiler;

  private ProjectBuild(Path project, JavaCompiler compiler) {
    this.project = project;
    this.compiler = compiler;
    work = project.resolve("target").resolve("dev");
  }

  /**
   * The build of a project's folder.
   *
   * <p><b>Failure</b>: {@code NOT_FOUND} when there are no sources, {@code FAILED_PRECONDITION}
   * when this Java has no compiler.
   */
  static ProjectBuild of(Path project) {
    if (!Files.isDirectory(project.resolve("src/main/java"))) {
      throw new StatusException(
          StatusCode.NOT_FOUND,
          "%s has no src/main/java; 'easel new calculator NAME' makes a project"
              .formatted(project));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION,
          "this Java has no compiler: sudo apt install openjdk-17-jdk-headless");
    }
    return new ProjectBuild(project, compiler);
  }

  /** Where its jar goes. */
  Path calculators() {
    return work.resolve("calculators");
  }

  /** What is looked at for changes. */
  List<Path> watched() {
    return List.of(project.resolve("src/main"), project.resolve("lib"));
  }

  /**
   * What came of a build.
   *
   * @param mistakes what the compiler says, with file and line; none when there is a new jar
   */
  record Result(List<String> mistakes) {}

  /** Builds the jar; the one before stays when there are mistakes. */
  Result build() throws IOException {
    Path classes = work.resolve("classes");
    delete(classes);
    Files.createDirectories(classes);
    List<Path> sources =
        files(project.resolve("src/main/java")).stream()
            .filter(file -> file.toString().endsWith(".java"))
            .toList();
    if (sources.isEmpty()) {
      return new Result(List.of(project.resolve("src/main/java") + " has no Java files"));
    }
    List<String> mistakes = compile(sources, classes);
    if (mistakes.isEmpty()) {
      pack(classes);
    }
    return new Result(mistakes);
  }

  private List<String> compile(List<Path> sources, Path classes) throws IOException {
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(said, Locale.ROOT, StandardCharsets.UTF_8)) {
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath());
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      boolean isRight =
          compiler
              .getTask(
                  null,
                  files,
                  said,
                  List.of("-proc:none", "-parameters", "-g"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      List<String> mistakes = new ArrayList<>();
      for (Diagnostic<? extends JavaFileObject> each : said.getDiagnostics()) {
        if (each.getKind() == Diagnostic.Kind.ERROR) {
          mistakes.add(each.toString());
        }
      }
      return isRight || !mistakes.isEmpty()
          ? mistakes
          : List.of("the compiler failed without saying why");
    }
  }

  private Set<Path> classPath() throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> each : SHARED) {
      try {
        places.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    places.addAll(libraries());
    return places;
  }

  private List<Path> libraries() throws IOException {
    return files(project.resolve("lib")).stream()
        .filter(file -> file.toString().endsWith(".jar"))
        .toList();
  }

  /** A server reads a jar as it is, so one that is half written never lies there. */
  private void pack(Path classes) throws IOException {
    Path made = work.resolve("made.jar");
    Set<String> names = new LinkedHashSet<>();
    try (OutputStream out = Files.newOutputStream(made);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path folder : List.of(classes, project.resolve("src/main/resources"))) {
        add(jar, folder, names);
      }
      for (Path library : libraries()) {
        try (FileSystem inside = FileSystems.newFileSystem(library)) {
          add(jar, inside.getPath("/"), names);
        }
      }
    }
    Files.createDirectories(calculators());
    Files.move(
        made,
        calculators().resolve("project.jar"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Of two files of one name the first counts; what belongs to a library's own jar stays out. */
  private static void add(JarOutputStream jar, Path folder, Set<String> names) throws IOException {
    for (Path file : files(folder)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      boolean isOfItsJar =
          name.equals("META-INF/MANIFEST.MF") || name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)");
      if (!isOfItsJar && names.add(name)) {
        jar.putNextEntry(new JarEntry(name));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
  }

  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
