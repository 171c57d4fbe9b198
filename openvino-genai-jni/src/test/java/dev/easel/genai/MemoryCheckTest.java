package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes through native code touches only memory that is its own. */
@Tag("stress")
@Timeout(3600)
class MemoryCheckTest {
  private static final Path PATHS = Path.of("src/test/cpp/binding_paths.cpp").toAbsolutePath();
  private static final Path LOADER = Path.of("src/test/cpp/loader.supp").toAbsolutePath();

  /** A read by code that is in no library: OpenVINO makes it while it runs. */
  private static final String MADE_CODE_READS =
      "Invalid read of size [0-9]+\\n==[0-9]+==    at 0x[0-9A-F]+: [?]{3}\\n";

  /** The ways that one program goes. */
  enum Way {
    SD15,
    SD15_LORA,
    SD15_INPAINT,
    FLUX;

    private List<Path> files() {
      return switch (this) {
        case SD15 -> List.of(Models.SD15);
        case SD15_LORA -> List.of(Models.SD15, Models.LORA, Models.OTHER_LORA);
        case SD15_INPAINT -> List.of(Models.SD15_INPAINT);
        case FLUX -> List.of(Models.FLUX);
      };
    }
  }

  /**
   * What of a way is gone by one process. Under valgrind, all of it in one would take hours, and
   * tell nothing before its end.
   */
  static Stream<Arguments> parts() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                (way == Way.SD15_INPAINT
                        ? Stream.of("masks")
                        : Stream.of("masks", "images", "closed", "text"))
                    .map(part -> Arguments.of(way, part)));
  }

  @TempDir static Path folder;

  @ParameterizedTest
  @EnumSource
  void addressSanitizerFindsNothingInOurCode(Way way) throws Exception {
    Path program =
        binding("sanitized", "-fsanitize=address,undefined", "-fno-sanitize-recover=all");
    ProcessBuilder builder = NativeBuild.process(command(program, "all", way));
    sanitized(builder, "");
    assertDone(builder);
  }

  /**
   * GenAI's and OpenVINO's code is looked at, too. Code that OpenVINO makes while it runs loads
   * whole registers and uses what of them is defined, so only addresses are looked at, and what
   * that code reads behind a block is its own affair.
   */
  @ParameterizedTest
  @MethodSource("parts")
  void valgrindFindsNoWrongAddress(Way way, String part) throws Exception {
    assumeTrue(isInstalled("valgrind"), "valgrind is not installed");
    List<String> command = new ArrayList<>();
    Collections.addAll(command, "valgrind", "--quiet", "--undef-value-errors=no");
    command.add("--num-callers=30");
    command.add("--suppressions=" + LOADER);
    command.addAll(command(binding("plain"), part, way));
    String output = output(NativeBuild.process(command));
    assertThat(output).startsWith("0 ").contains("done\n");
    assertThat(output.replaceAll(MADE_CODE_READS, ""))
        .doesNotContain("Invalid ", "Mismatched ", "Source and destination overlap");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ClosingTest",
        "GenAiTest",
        "Image2ImagePipelineTest",
        "InpaintingPipelineTest",
        "StepListenerTest",
        "Text2ImagePipelineTest",
        "lora.LoraAdapterTest",
        "model.ModelTokenizerTest"
      })
  void addressSanitizerFindsNothingInTheTestsOfTheBinding(String test) throws Exception {
    assumeTrue(isInstalled("cmake"), "cmake is not installed");
    Path classes = sanitizedShim();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-Deasel.cache=" + cache());
    // The sanitizer takes its time, and these tests are run with theirs elsewhere.
    command.add("-Djunit.jupiter.execution.timeout.mode=disabled");
    command.add("-cp");
    command.add(classes + ":" + System.getProperty("java.class.path", ""));
    command.add(TestsInProcess.class.getName());
    command.add("dev.easel.genai." + test);
    ProcessBuilder builder = new ProcessBuilder(command);
    // The JVM means its faults. Its own C++ library comes too late to be seen to throw.
    sanitized(builder, ":handle_segv=0:handle_sigbus=0:handle_sigfpe=0");
    builder
        .environment()
        .put("LD_PRELOAD", libraryOf("libasan.so") + " " + libraryOf("libstdc++.so.6"));
    assertDone(builder);
  }

  /** TBB has the loader do what the sanitizer cannot follow, unless it is told. */
  private static void sanitized(ProcessBuilder builder, String options) {
    builder.environment().put("TBB_ENABLE_SANITIZERS", "1");
    builder.environment().put("ASAN_OPTIONS", "detect_leaks=0" + options);
  }

  private static List<String> command(Path program, String part, Way way) {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.add(part);
    way.files().forEach(file -> command.add(file.toString()));
    return command;
  }

  /** The program that goes the ways, compiled once for all of them. */
  private static Path binding(String name, String... options) throws Exception {
    Path program = folder.resolve(name);
    if (Files.exists(program)) {
      return program;
    }
    List<String> command = NativeBuild.compiler();
    Collections.addAll(command, "-g", "-O1", "-fno-omit-frame-pointer");
    Collections.addAll(command, options);
    String jni = NativeBuild.setting("JNI_INCLUDE");
    Collections.addAll(command, "-isystem", jni, "-isystem", jni + "/linux");
    Collections.addAll(command, "-I", NativeBuild.SOURCES.toString(), PATHS.toString());
    for (String source :
        List.of("adapters", "jni_support", "lora_fusion", "pipeline", "step_callback")) {
      command.add(NativeBuild.SOURCES.resolve(source + ".cpp").toString());
    }
    Collections.addAll(command, "-o", program.toString());
    command.addAll(NativeBuild.libraries());
    assertThat(output(NativeBuild.process(command))).isEqualTo("0 ");
    return program;
  }

  /** The shim with the sanitizer, among classes that are found before the build's. */
  private static Path sanitizedShim() throws Exception {
    Path classes = folder.resolve("classes");
    String resources = "dev/easel/genai/runtime/native";
    Path shim =
        classes
            .resolve(resources)
            .resolve("linux-" + System.getProperty("os.arch", "").replace("amd64", "x86_64"));
    if (Files.exists(shim.resolve("libeasel_genai.so"))) {
      return classes;
    }
    Files.createDirectories(shim);
    Files.copy(
        Path.of("target/classes", resources, "runtime.properties"),
        classes.resolve(resources).resolve("runtime.properties"),
        StandardCopyOption.REPLACE_EXISTING);
    Path build = folder.resolve("build");
    List<String> configure = new ArrayList<>();
    Collections.addAll(configure, "cmake", "-S", NativeBuild.SOURCES.toString());
    Collections.addAll(configure, "-B", build.toString(), "-DOUTPUT_DIR=" + shim);
    configure.add("-DCMAKE_CXX_FLAGS=-fsanitize=address -fno-omit-frame-pointer");
    for (String setting :
        List.of(
            "JNI_INCLUDE",
            "GENERATED_INCLUDE",
            "OPENVINO_INCLUDE",
            "OPENVINO_LIBRARY",
            "GENAI_LIBRARY",
            "TBB_LIBRARY",
            "TOKENIZERS_LIBRARY",
            "PROBE_MODEL")) {
      configure.add("-D" + setting + "=" + NativeBuild.setting(setting));
    }
    assertThat(output(new ProcessBuilder(configure))).startsWith("0 ");
    assertThat(
            output(
                new ProcessBuilder(
                    "cmake", "--build", build.toString(), "--target", "easel_genai")))
        .startsWith("0 ");
    return classes;
  }

  /** The build's runtime, beside which the sanitized shim is unpacked without staying there. */
  private static Path cache() throws IOException {
    Path cache = folder.resolve("cache");
    if (Files.exists(cache)) {
      return cache;
    }
    Files.createDirectory(cache);
    Files.createSymbolicLink(
        cache.resolve("openvino-genai"), GenAi.cache().resolve("openvino-genai"));
    return cache;
  }

  private static String libraryOf(String name) throws Exception {
    return output(new ProcessBuilder("g++", "-print-file-name=" + name)).substring(2).strip();
  }

  private static boolean isInstalled(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(entry -> Files.isExecutable(Path.of(entry, tool)));
  }

  private static void assertDone(ProcessBuilder builder) throws Exception {
    assertThat(output(builder)).startsWith("0 ").endsWith("done\n");
  }

  /** The exit code, a blank, and all that the process wrote. */
  private static String output(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return String.format(Locale.ROOT, "%d %s", process.waitFor(), output);
  }
}
