package dev.easel.framework.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.GraphSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class GraphScriptTest {
  private static final String PASS =
      """
      input_stream: "in"
      output_stream: "out"
      node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "out" }
      """;

  private static int run(String graph, Reader in, Appendable out) {
    return GraphScript.run(
        () -> GraphDescription.parse(graph, "test.pbtxt", CalculatorRegistry.standard()),
        GraphSettings.standard(),
        in,
        out);
  }

  private static String passed(String line) {
    StringBuilder out = new StringBuilder();
    run(PASS, new StringReader(line), out);
    return out.toString();
  }

  @Test
  void printsWhatTheGraphSaysAtOnce() throws Exception {
    LinkedBlockingQueue<String> printed = new LinkedBlockingQueue<>();
    Writer lines =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) {
            printed.add(new String(text, offset, length));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    PipedReader in = new PipedReader();
    CompletableFuture<Integer> status;
    try (PipedWriter script = new PipedWriter(in)) {
      status = CompletableFuture.supplyAsync(() -> run(PASS, in, new BufferedWriter(lines)));
      script.write("{\"stream\": \"in\", \"timestamp\": 1, \"value\": 5}\n");
      script.flush();
      assertThat(printed.take()).contains("\"value\":5");
    }
    assertThat(status.get()).isZero();
  }

  @Test
  void endsAGraphWhoseWordsNobodyTakesAnyMore() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("nobody reads");
          }
        };
    String endless =
        """
        output_stream: "out"
        node { calculator: "CountingSourceCalculator" output_stream: "out" input_side_packet: "MAX_COUNT:most" }
        """;
    String lines = "{\"side_packet\": \"most\", \"value\": 2147483647}\n";
    PrintWriter out = new PrintWriter(gone, false, StandardCharsets.UTF_8);
    assertThat(run(endless, new StringReader(lines), out)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "uint32,4294967295,4294967295",
    "uint64,18446744073709551615,-1",
    "int64,-5,-5",
    "'','[1,5000000000]','[1,5000000000]'"
  })
  void readsNumbersOfEveryType(String type, String value, String shown) {
    String line =
        "{\"stream\": \"in\", \"timestamp\": 1, \"type\": \"%s\", \"value\": %s}"
            .formatted(type, value);
    assertThat(passed(line)).contains("\"value\":" + shown + "}");
  }

  @ParameterizedTest
  @CsvSource({"uint32,4294967296", "uint32,-1", "uint64,18446744073709551616", "int,1.5"})
  void refusesNumbersThatATypeDoesNotHave(String type, String value) {
    String line =
        "{\"stream\": \"in\", \"timestamp\": 1, \"type\": \"%s\", \"value\": %s}"
            .formatted(type, value);
    assertThat(passed(line)).contains(value + " is no " + type);
  }

  @Test
  void refusesTwoObjectsOnALine() {
    String object = "{\"stream\": \"in\", \"timestamp\": 1, \"value\": 5}";
    assertThat(passed(object + object.replace("1,", "2,")))
        .contains("line 1 is not one JSON object");
  }
}
