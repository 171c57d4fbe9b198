package dev.easel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a fresh clone, on machines where something that it needs is missing. */
@Timeout(120)
class LauncherTest {
  /** What the scripts call, and what the native build needs. */
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "cat",
          "cksum",
          "cmake",
          "cp",
          "date",
          "dirname",
          "env",
          "find",
          "flock",
          "g++",
          "grep",
          "head",
          "java",
          "ln",
          "ls",
          "make",
          "mkdir",
          "mv",
          "mvn",
          "nm",
          "python3",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sh",
          "tail",
          "touch",
          "tr",
          "xargs");

  private static final Path SCRIPTS = Path.of("openvino-genai-jni", "src", "main", "scripts");

  @TempDir private Path folder;
  private Path clone;
  private Path tools;

  @BeforeEach
  void makeClone() throws IOException {
    clone = Files.createDirectories(folder.resolve("clone"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Path root = Path.of("..").toAbsolutePath().normalize();
    Files.copy(root.resolve("easel"), clone.resolve("easel"));
    Files.createDirectories(clone.resolve(SCRIPTS));
    Path check = SCRIPTS.resolve("check_tools.sh");
    Files.copy(root.resolve(check), clone.resolve(check));
  }

  /** A machine that has what the launcher and the build use, except some. */
  private void withoutTools(String... missing) throws IOException {
    Set<String> left = Set.of(missing);
    for (String tool : TOOLS) {
      Optional<Path> found = find(tool);
      if (!left.contains(tool) && found.isPresent()) {
        // A Python that is a script itself needs the whole machine's tools.
        String path = tool.equals("python3") ? "PATH='" + System.getenv("PATH") + "' " : "";
        stub(tool, "#!/bin/sh\n%sexec '%s' \"$@\"\n".formatted(path, found.get()));
      }
    }
  }

  private static Optional<Path> find(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private void stub(String name, String text) throws IOException {
    Path file = tools.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private List<String> refusal(String javaHome) throws Exception {
    Path said = folder.resolve("said");
    ProcessBuilder launcher =
        new ProcessBuilder(clone.resolve("easel").toString(), "generate", "a red circle")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .redirectInput(new File("/dev/null"));
    launcher.environment().put("PATH", tools.toString());
    launcher.environment().remove("JAVA_HOME");
    if (!javaHome.isEmpty()) {
      launcher.environment().put("JAVA_HOME", javaHome);
    }
    Process process = launcher.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    return Arrays.asList(Files.readString(said, StandardCharsets.UTF_8).strip().split("\n", -1));
  }

  @ParameterizedTest
  @CsvSource({
    "mvn, maven",
    "cmake, cmake",
    "g++, g++",
    "nm, binutils",
    "make, make",
    "python3, python3 python3-pip",
  })
  void namesThePackageOfAMissingToolInOneLine(String tool, String debianPackage) throws Exception {
    withoutTools(tool);
    assertThat(refusal(System.getProperty("java.home")))
        .singleElement()
        .asString()
        .startsWith("easel: ")
        .contains("missing")
        .endsWith("install " + debianPackage);
  }

  @Test
  void namesPipWhenPythonIsThereWithoutIt() throws Exception {
    withoutTools("python3");
    stub("python3", "#!/bin/sh\nexit 1\n");
    assertThat(refusal(System.getProperty("java.home")))
        .singleElement()
        .asString()
        .endsWith("install python3-pip");
  }

  /** A release without its contents, whose Java prints what it is started with. */
  private void makeRelease() throws IOException {
    Files.createDirectories(clone.resolve("lib"));
    echoingJava(folder.resolve("jdk-17"));
  }

  private static void echoingJava(Path home) throws IOException {
    Path jdk = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Files.writeString(jdk.resolve("java"), "#!/bin/sh\necho \"$0 $@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private record Said(int status, String text) {}

  /** Starts the launcher with these variables set, or unset where they are empty. */
  private Said launched(Map<String, String> variables, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(clone.resolve("easel").toString()));
    command.addAll(List.of(words));
    Path said = folder.resolve("said");
    ProcessBuilder launcher =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .redirectInput(new File("/dev/null"));
    Map<String, String> environment = launcher.environment();
    environment.put("JAVA_HOME", folder.resolve("jdk-17").toString());
    environment.keySet().removeAll(List.of("EASEL_CACHE", "OPENVINO_GENAI_HOME"));
    variables.forEach(
        (name, value) -> {
          environment.remove(name);
          if (!value.isEmpty()) {
            environment.put(name, value);
          }
        });
    int status = launcher.start().waitFor();
    return new Said(status, Files.readString(said));
  }

  @Test
  void endsAServerThatHasNoMemoryUnlessToldOtherwise() throws Exception {
    makeRelease();
    assertThat(launched(Map.of("EASEL_JAVA_OPTS", "-XX:-ExitOnOutOfMemoryError"), "serve").text())
        .contains("-XX:+ExitOnOutOfMemoryError -XX:-ExitOnOutOfMemoryError");
  }

  @Test
  void usesTheRuntimeThatLiesBesideItUnlessAnotherIsNamed() throws Exception {
    makeRelease();
    Files.createDirectories(clone.resolve("runtime"));
    assertThat(launched(Map.of(), "serve").text())
        .contains("-Deasel.genai.home=" + clone.resolve("runtime"));
    assertThat(launched(Map.of("OPENVINO_GENAI_HOME", "/opt/other"), "serve").text())
        .doesNotContain("easel.genai.home");
  }

  @Test
  void usesTheJavaThatLiesBesideItUnlessAnotherIsNamed() throws Exception {
    makeRelease();
    echoingJava(clone.resolve("jre"));
    assertThat(launched(Map.of("JAVA_HOME", ""), "serve").text())
        .startsWith(clone.resolve("jre/bin/java").toString());
    assertThat(launched(Map.of(), "serve").text())
        .startsWith(folder.resolve("jdk-17/bin/java").toString());
  }

  @Test
  void writesOnlyWhereItIsToldTo() throws Exception {
    makeRelease();
    Path cache = folder.resolve("cache");
    assertThat(launched(Map.of("EASEL_CACHE", cache.toString()), "serve").text())
        .contains("-Deasel.cache=" + cache)
        .contains("-Djava.io.tmpdir=" + cache.resolve("tmp"));
    Said refused = launched(Map.of("EASEL_CACHE", "/proc/none"), "serve");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text())
        .isEqualTo("easel: EASEL_CACHE names /proc/none, which cannot be written\n");
  }

  /** Which file a server leaves its classes in, or finds those of the last one. */
  private String classes(String option) throws Exception {
    String text =
        launched(Map.of("EASEL_CACHE", folder.resolve("cache").toString()), "serve").text();
    assertThat(text).contains(option + folder.resolve("cache/server-classes") + "/17.0.1-");
    return text.replaceFirst("(?s).*" + option + "(\\S+).*", "$1");
  }

  @Test
  void startsWithTheClassesOfTheLastServer() throws Exception {
    makeRelease();
    assertThat(launched(Map.of(), "serve").text()).doesNotContain(".jsa");
    Path base = folder.resolve("jdk-17/lib/server/classes.jsa");
    Files.createDirectories(base.getParent());
    Files.createFile(base);
    Path left = Path.of(classes("-XX:ArchiveClassesAtExit="));
    Files.write(left, new byte[100]);
    assertThat(classes("-XX:ArchiveClassesAtExit=")).as("half").isEqualTo(left.toString());
    Files.writeString(left, "a whole one");
    assertThat(classes("-XX:SharedArchiveFile=")).isEqualTo(left.toString());
    Files.createFile(clone.resolve("lib/other.jar"));
    assertThat(classes("-XX:ArchiveClassesAtExit=")).as("other jars").isNotEqualTo(left.toString());
    String cache = folder.resolve("cache").toString();
    Map<String, String> without = Map.of("EASEL_CACHE", cache, "EASEL_JAVA_OPTS", "-Xshare:off");
    assertThat(launched(without, "serve").text()).doesNotContain(".jsa");
    assertThat(launched(Map.of("EASEL_CACHE", cache), "pull").text()).doesNotContain(".jsa");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/proc/none"})
  void hasAPlaceForAUserWithoutAHome(String home) throws Exception {
    makeRelease();
    Map<String, String> variables = Map.of("HOME", home, "TMPDIR", folder.toString());
    assertThat(launched(variables, "serve").text())
        .contains("-Deasel.cache=" + folder.resolve("easel-"))
        .doesNotContain("java.io.tmpdir");
  }

  @Test
  void takesNoPlaceThatSomebodyElseMayHaveMade() throws Exception {
    makeRelease();
    Map<String, String> variables = Map.of("HOME", "", "TMPDIR", folder.toString());
    String text = launched(variables, "serve").text();
    String place = text.replaceFirst("(?s).*-Deasel\\.cache=(\\S+).*", "$1");
    Files.delete(Path.of(place));
    Files.createSymbolicLink(Path.of(place), Files.createDirectory(folder.resolve("others")));
    Said refused = launched(variables, "serve");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text()).contains(place).contains("let EASEL_CACHE name a folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bench", "package"})
  void saysWhatAReleaseDoesNotHave(String command) throws Exception {
    makeRelease();
    Said refused = launched(Map.of(), command);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text())
        .isEqualTo(
            "easel: '%s' needs Easel's sources, which a release does not have\n"
                .formatted(command));
  }

  @Test
  void namesTheJdkWhenThereIsNoJava() throws Exception {
    withoutTools("java");
    assertThat(refusal(""))
        .containsExactly("easel: java is missing: sudo apt install openjdk-17-jdk-headless");
  }

  @Test
  void saysThatAnOldJavaIsTooOld() throws Exception {
    withoutTools("java");
    Path old = Files.createDirectories(folder.resolve("jdk-11").resolve("bin"));
    Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(refusal(folder.resolve("jdk-11").toString()))
        .singleElement()
        .asString()
        .contains("version 11.0.2", "17 or newer", "openjdk-17-jdk-headless");
  }
}
