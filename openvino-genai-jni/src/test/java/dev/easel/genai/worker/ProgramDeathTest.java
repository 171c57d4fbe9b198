package dev.easel.genai.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program ends, by force or by itself: its worker ends too, and leaves nothing behind. */
@Timeout(120)
class ProgramDeathTest {
  @TempDir private Path folder;

  private record Running(Process program, ProcessHandle worker) {}

  private Running start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                ProgramWithWorker.class.getName(),
                folder.resolve("crashes").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // As containers have them; they are the program's, and would not fit the worker's own.
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC");
    Process program = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    long worker = Long.parseLong(output.readLine());
    return new Running(program, ProcessHandle.of(worker).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "TERM"})
  void aWorkerEndsWithItsProgram(String signal) throws Exception {
    Running running = start();
    Processes.signal(signal, running.program().pid());
    running.program().waitFor();
    running.worker().onExit().join();
    assertNothingIsLeft(running.program().pid());
  }

  /** Nothing can be told to a process that was stopped; the kernel ends it all the same. */
  @Test
  void aWorkerThatWasStoppedEndsToo() throws Exception {
    Running running = start();
    Processes.signal("STOP", running.worker().pid());
    Processes.signal("KILL", running.program().pid());
    running.worker().onExit().join();
    assertNothingIsLeft(running.program().pid());
  }

  private void assertNothingIsLeft(long program) throws IOException {
    assertThat(Processes.filesOfWorkers(program, folder.resolve("tmp"))).isEmpty();
  }
}
