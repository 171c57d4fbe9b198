package dev.easel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A package as its sources show it. Packages are called by their names below {@code dev.easel}.
 *
 * @param name such as {@code framework.packet}
 * @param folder where its files lie
 */
record SourcePackage(String name, Path folder) {
  private static final String PROJECT = "dev.easel.";
  private static final String PACKAGE_INFO = "package-info";

  // The last words of a package's Javadoc, such as: May use: {@code a}, {@code b.c}.
  private static final Pattern ARROWS =
      Pattern.compile("<p>May use: (nothing|\\{@code [^}]+}(?:, \\{@code [^}]+})*)\\. \\*/");

  private static final Pattern CODE = Pattern.compile("\\{@code ([^}]+)}");
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\bdev\\.easel\\.([a-z]+(?:\\.[a-z]+)*)\\.[A-Z]");

  /** The packages that were written by hand, of all modules, the benchmarks among them. */
  static List<SourcePackage> all() {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(SourcePackage::below)
          .sorted(Comparator.comparing(SourcePackage::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<SourcePackage> below(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .map(folder -> new SourcePackage(relative(dotted(sources.relativize(folder))), folder))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String dotted(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), ".");
  }

  /** What a package of the project is called here. */
  static String relative(String packageName) {
    return packageName.startsWith(PROJECT) ? packageName.substring(PROJECT.length()) : packageName;
  }

  /** The name in Java's words. */
  String fullName() {
    return PROJECT + name;
  }

  /** The name's first word, which is that of a layer. */
  String layer() {
    return layer(name);
  }

  /** The layer of a package that is called by its name below {@code dev.easel}. */
  static String layer(String packageName) {
    return packageName.split("\\.", 2)[0];
  }

  /** The names of its top-level types; each has a file of its own. */
  List<String> types() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".java"))
          .map(file -> file.substring(0, file.length() - ".java".length()))
          .filter(type -> !type.equals(PACKAGE_INFO))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packages that its {@code package-info.java} says it may use; empty when it says none. */
  Optional<List<String>> arrows() {
    Path file = folder.resolve(PACKAGE_INFO + ".java");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher matcher = ARROWS.matcher(read(file).replaceAll("\\s+(?:\\*(?!/)\\s*)*", " "));
    return matcher.find() ? Optional.of(all(CODE, matcher.group(1)).toList()) : Optional.empty();
  }

  /** How a {@code package-info.java} says that a package may use these. */
  static String sentence(List<String> packages) {
    return packages.isEmpty()
        ? "<p>May use: nothing."
        : "<p>May use: {@code " + String.join("}, {@code ", packages) + "}.";
  }

  /** The other packages of the project whose classes its files name. */
  List<String> namedPackages() {
    return types().stream()
        .flatMap(type -> all(CLASS_NAME, read(folder.resolve(type + ".java"))))
        .filter(other -> !other.equals(name))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
