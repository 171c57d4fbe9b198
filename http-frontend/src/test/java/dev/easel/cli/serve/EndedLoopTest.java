package dev.easel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.http.RawClient;
import dev.easel.serving.plugin.ExampleJar;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that serves connections ends as an error of the machine would end it. */
@Timeout(120)
class EndedLoopTest {

  /** Java can throw an error into another thread up to this version. */
  private static final int LAST = 19;

  private static final String SOURCE =
      """
      import dev.easel.framework.calculator.*;

      public final class Ends implements CalculatorProvider {
        @Override
        public void register(CalculatorRegistry.Builder registry) {
          registry.calculator("EndsLoops", EndsLoops::new);
        }

        private static final class EndsLoops extends Calculator {
          @Override
          public void contract(CalculatorContract cc) {
            cc.inputs().index(0).setAny();
            cc.outputs().index(0).setSameAs(cc.inputs().index(0));
          }

          @Override
          public void process(CalculatorContext cc) throws Exception {
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
              if (thread.getName().startsWith("easel-http")) {
                // Where it waits for the network nothing keeps an error from ending it.
                while (!thread.getStackTrace()[0].getMethodName().toLowerCase().contains("wait")) {
                  Thread.onSpinWait();
                }
                Thread.class.getMethod("stop").invoke(thread);
              }
            }
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void endsTheProcessWithOneLineAndItsStatus() throws Exception {
    Assumptions.assumeTrue(
        Runtime.version().feature() <= LAST, "no error can be thrown into another thread");
    Path calculators = Files.createDirectories(folder.resolve("calculators"));
    ExampleJar.ofSource("Ends", SOURCE, folder, calculators.resolve("ends.jar"));
    Files.writeString(
        Files.createDirectories(folder.resolve("s")).resolve("graph.pbtxt"),
        """
        input_stream: "HTTP_REQUEST_PAYLOAD:in"
        output_stream: "HTTP_RESPONSE_PAYLOAD:out"
        node { calculator: "EndsLoops" input_stream: "in" output_stream: "out" }
        """);
    Path config = folder.resolve("config.json");
    Files.writeString(config, "{\"mediapipe_config_list\": [{\"name\": \"s\"}]}");
    int port = Program.freePort();
    try (Program program =
            Program.server(folder, Map.of(), port, "--config_path", config.toString());
        RawClient client = client(program, port)) {
      client.send("POST /v3/s HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(program.status()).isEqualTo(3);
      String said = program.out() + program.err();
      assertThat(said.lines().filter(line -> line.contains("a thread that serves connections")))
          .singleElement()
          .asString()
          .contains("the process ends with status 3");
    }
  }

  private static RawClient client(Program program, int port) throws Exception {
    program.await(out -> out.contains("Easel is ready"));
    return new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
