package dev.easel.serving.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.cli.Program;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calculators that would end the process with all its requests. */
@Timeout(60)
class ExitingCalculatorTest {
  private static final String SOURCE =
      """
      import dev.easel.framework.calculator.*;
      import java.util.concurrent.Callable;

      public final class Exits implements CalculatorProvider {
        @Override
        public void register(CalculatorRegistry.Builder registry) {
          registry
              .calculator("SystemExit", () -> new Ending(() -> { System.exit(3); return 0; }))
              .calculator(
                  "RuntimeExit", () -> new Ending(() -> { Runtime.getRuntime().exit(3); return 0; }))
              .calculator(
                  "RuntimeHalt", () -> new Ending(() -> { Runtime.getRuntime().halt(3); return 0; }))
              .calculator("ReferredExit", () -> new Ending(() -> {
                java.util.function.IntConsumer exit = System::exit;
                exit.accept(3);
                return 0;
              }))
              .calculator("ReferredHalt", () -> new Ending(() -> {
                java.util.function.IntConsumer halt = Runtime.getRuntime()::halt;
                halt.accept(3);
                return 0;
              }))
              .calculator(
                  "HiddenExit",
                  () -> new Ending(
                      () -> System.class.getMethod("exit", int.class).invoke(null, 3)));
        }

        private static final class Ending extends Calculator {
          private final Callable<Object> end;

          Ending(Callable<Object> end) {
            this.end = end;
          }

          @Override
          public void contract(CalculatorContract cc) {
            cc.inputs().index(0).setAny();
            cc.outputs().index(0).setSameAs(cc.inputs().index(0));
          }

          @Override
          public void process(CalculatorContext cc) throws Exception {
            end.call();
          }
        }
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void buildTheJar() throws Exception {
    Path calculators = Files.createDirectories(folder.resolve("calculators"));
    ExampleJar.ofSource("Exits", SOURCE, folder, calculators.resolve("exits.jar"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SystemExit", "RuntimeExit", "RuntimeHalt", "ReferredExit", "ReferredHalt"})
  void areRefusedAndTheirRunFails(String calculator) {
    GraphDescription description =
        GraphDescription.parse(
            """
            input_stream: "in"
            node { name: "last" calculator: "%s" input_stream: "in" output_stream: "out" }
            """
                .formatted(calculator),
            "graph.pbtxt",
            CalculatorFolder.registry(Optional.of(folder.resolve("calculators"))));
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      graph.addPacketToInputStream("in", Packet.of("x", 0));
      graph.closeAllPacketSources();
      assertThatThrownBy(graph::waitUntilDone)
          .hasMessageContaining("last")
          .hasMessageContaining("(3) is refused");
    }
  }

  @Test
  void areNamedInTheLogWhereNothingSeesTheirCall() throws Exception {
    Path servable = Files.createDirectories(folder.resolve("s"));
    Files.writeString(
        servable.resolve("graph.pbtxt"),
        """
        input_stream: "HTTP_REQUEST_PAYLOAD:in"
        output_stream: "HTTP_RESPONSE_PAYLOAD:out"
        node { calculator: "HiddenExit" input_stream: "in" output_stream: "out" }
        """);
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"mediapipe_config_list\": [{\"name\": \"s\"}]}");
    int port = Program.freePort();
    try (Program program =
        Program.server(
            folder,
            Map.of(),
            port,
            "--shutdown_seconds",
            "0",
            "--config_path",
            config.toString())) {
      program.await(out -> out.contains("Easel is ready"));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client
            .getOutputStream()
            .write(
                "POST /v3/s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"
                    .getBytes(StandardCharsets.US_ASCII));
        assertThat(program.status()).isEqualTo(3);
      }
      assertThat(program.err())
          .contains("the process ends although nobody asked it to: thread \"")
          .contains("java.lang.Runtime.exit", "Exits$Ending.process");
    }
  }
}
