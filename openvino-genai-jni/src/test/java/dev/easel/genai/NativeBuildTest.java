package dev.easel.genai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the native build, as far as a build that works does not show it. */
@Timeout(60)
class NativeBuildTest {
  private static final Path SCRIPTS = Path.of("src/main/scripts").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void missingToolsAreNamedAsPackagesInOneLine() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("nm", "make")) {
      assertThat(Files.createFile(bin.resolve(tool)).toFile().setExecutable(true)).isTrue();
    }
    Process check = start(bin.toString(), which("bash"), SCRIPTS.resolve("check_tools.sh"));
    assertThat(output(check))
        .isEqualTo(
            "easel: a tool of the native build is missing; install it with: "
                + "apt-get install g++ cmake python3 python3-pip\n");
    assertThat(check.waitFor()).isEqualTo(1);
  }

  @Test
  void symbolsThatTheRuntimeLacksAreNamed() throws Exception {
    Path source = folder.resolve("uses.cpp");
    Files.writeString(
        source,
        """
        namespace ov { namespace genai { struct Gone { void away(int); }; } }
        void uses(ov::genai::Gone& gone) { gone.away(1); }
        """);
    Path library = folder.resolve("libruntime.so");
    compile("-shared", "-o", library, "-x", "c++", "/dev/null");
    Path object = folder.resolve("uses.o");
    compile("-c", "-o", object, source);
    Process check =
        start(
            System.getenv("PATH"),
            which("python3"),
            SCRIPTS.resolve("check_symbols.py"),
            "--libraries",
            library,
            "--objects",
            object);
    assertThat(output(check))
        .startsWith("easel: 1 native symbols that the binding uses are not in the OpenVINO GenAI")
        .endsWith("  ov::genai::Gone::away(int)\n");
    assertThat(check.waitFor()).isEqualTo(1);
  }

  @Test
  void namedHomeMustBeFolder() throws Exception {
    ProcessBuilder fetch =
        new ProcessBuilder("python3", SCRIPTS.resolve("fetch_runtime.py").toString(), "1.2");
    fetch.environment().put("OPENVINO_GENAI_HOME", "/no/such/place");
    Process process = fetch.redirectErrorStream(true).start();
    assertThat(output(process))
        .isEqualTo("easel: OPENVINO_GENAI_HOME names /no/such/place, which is no folder\n");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private static void compile(Object... arguments) throws Exception {
    Object[] command = new Object[arguments.length + 1];
    command[0] = which("g++");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process compiler = start(System.getenv("PATH"), command);
    assertThat(output(compiler)).isEmpty();
    assertThat(compiler.waitFor()).isZero();
  }

  private static Process start(String path, Object... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command).stream().map(Object::toString).toList());
    builder.environment().put("PATH", path);
    return builder.redirectErrorStream(true).start();
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Path which(String tool) {
    return List.of(System.getenv("PATH").split(":")).stream()
        .map(entry -> Path.of(entry, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
