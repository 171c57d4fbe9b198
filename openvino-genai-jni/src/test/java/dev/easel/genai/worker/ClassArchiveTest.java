package dev.easel.genai.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.genai.GenAi;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker from jars leaves its classes for the next one. */
@Timeout(300)
class ClassArchiveTest {
  private static final Path CLASSES = Path.of("target/classes").toAbsolutePath();
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  /** Java finds its own folder by where these are, links followed. */
  private static final Set<String> KNOW_THEIR_PLACE =
      Set.of("bin/java", "lib/libjli.so", "lib/server/libjvm.so");

  @TempDir private Path folder;

  private Path cache() throws IOException {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Files.createSymbolicLink(
        cache.resolve("openvino-genai"), GenAi.cache().resolve("openvino-genai"));
    return cache;
  }

  @Test
  void theNextWorkerStartsWithTheClassesOfTheLast() throws Exception {
    Path cache = cache();
    String classPath = withJar(jar());
    assertThat(run(JAVA, classPath)).isEqualTo("false");
    assertThat(archives(cache)).singleElement().asString().endsWith(".jsa");
    assertThat(run(JAVA, classPath)).isEqualTo("true");
    Path archive = archives(cache).get(0);
    archive.toFile().setWritable(true);
    Files.write(archive, new byte[] {1, 2, 3});
    assertThat(run(JAVA, classPath)).as("with an archive that is none").isEqualTo("false");
    assertThat(folder.resolve("crashes")).isEmptyDirectory();
  }

  @Test
  void aWorkerStartsWhereJavaHasNoArchiveOfItsOwnClasses() throws Exception {
    Path cache = cache();
    Path java = javaWithoutArchive();
    String classPath = withJar(jar());
    for (int start = 1; start <= 2; start++) {
      assertThat(run(java, classPath)).isEqualTo("false");
    }
    assertThat(cache.resolve("worker-classes")).doesNotExist();
    assertThat(folder.resolve("crashes")).isEmptyDirectory();
  }

  /** As jlink makes a runtime: this Java, but for the files in which it keeps its own classes. */
  private Path javaWithoutArchive() throws IOException {
    Path copy = folder.resolve("java");
    try (Stream<Path> files = Files.walk(JAVA)) {
      for (Path each : files.toList()) {
        String name = JAVA.relativize(each).toString();
        Path target = copy.resolve(name);
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else if (KNOW_THEIR_PLACE.contains(name)) {
          Files.copy(each, target);
        } else if (!name.endsWith(".jsa")) {
          Files.createSymbolicLink(target, each);
        }
      }
    }
    return copy;
  }

  private static List<Path> archives(Path cache) throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("worker-classes"))) {
      return files.toList();
    }
  }

  private String run(Path java, String classPath) throws Exception {
    Process program =
        new ProcessBuilder(
                java.resolve("bin/java").toString(),
                "-cp",
                classPath,
                "-Deasel.cache=" + folder.resolve("cache"),
                ProgramThatLoads.class.getName(),
                folder.resolve("crashes").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output =
        new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(program.waitFor()).isZero();
    return output;
  }

  /** This class path with the binding's classes as a jar. */
  private static String withJar(Path jar) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(place -> Path.of(place).toAbsolutePath().equals(CLASSES) ? jar.toString() : place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Path jar() throws IOException {
    Path jar = folder.resolve("binding.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file);
        Stream<Path> classes = Files.walk(CLASSES)) {
      for (Path each : classes.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(new JarEntry(CLASSES.relativize(each).toString()));
        Files.copy(each, entries);
        entries.closeEntry();
      }
    }
    return jar;
  }
}
