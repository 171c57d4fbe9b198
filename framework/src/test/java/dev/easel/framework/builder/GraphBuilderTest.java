package dev.easel.framework.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.port.In;
import dev.easel.framework.port.Ins;
import dev.easel.framework.port.Out;
import dev.easel.framework.port.Outs;
import dev.easel.framework.port.SideIn;
import dev.easel.framework.port.SideOut;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.GateCalculatorOptions;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A graph that is written in Java is the same as one that is written as text. */
@Timeout(60)
class GraphBuilderTest {
  private static final In<Integer> SELECT = In.of("SELECT", Integer.class);
  private static final Ins<Object> INPUTS = In.any("INPUT").many();
  private static final Out<Object> OUTPUT = Out.any("OUTPUT");

  record LevelOptions(int level, List<String> names) {}

  private static CalculatorGraphConfig parsed(String text, CalculatorRegistry registry)
      throws Exception {
    CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
    TextFormat.Parser.newBuilder()
        .setTypeRegistry(registry.types())
        .build()
        .merge(text, registry.extensions(), config);
    return config.build();
  }

  @Test
  void equalsTheParsedText() throws Exception {
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .options(LevelOptions.class)
            .build();
    GraphBuilder graph = new GraphBuilder();
    GraphStream<String> words = graph.input("WORDS", "words", String.class);
    GraphStream<Integer> choice = graph.input("choice", Integer.class);
    GraphSidePacket<Boolean> allow = graph.sideInput("ALLOW", "allow", Boolean.class);
    GraphStream<Integer> finished = graph.backEdge("finished", Integer.class);
    List<GraphStream<Object>> dealt =
        graph
            .node("RoundRobinDemuxCalculator")
            .in(In.any(""), words)
            .in(In.any("FINISHED"), finished)
            .out(Out.any("OUTPUT").many(), 2);
    GraphStream<Object> muxed =
        graph.node("MuxCalculator").name("mux").in(INPUTS, dealt).in(SELECT, choice).out(OUTPUT);
    GraphStream<String> gated =
        graph
            .node("GateCalculator")
            .in(In.of("", String.class), muxed.as(String.class))
            .side(SideIn.of("ALLOW", Boolean.class), allow)
            .options(GateCalculatorOptions.newBuilder().setEmptyPacketsAsAllow(true).build())
            .options(new LevelOptions(3, List.of("a", "b")))
            .set(n -> n.setExecutor("gates"))
            .out(Out.of("", String.class), "gated");
    graph.node("Count").in(In.any(""), gated).out(Out.of("", Integer.class), finished);
    GraphSidePacket<Integer> total =
        graph.node("Total").sideOut(SideOut.of("TOTAL", Integer.class));
    graph.output("WORDS", gated).sideOutput("TOTAL", total);

    CalculatorGraphConfig expected =
        parsed(
            """
            input_stream: "WORDS:words"
            input_stream: "choice"
            input_side_packet: "ALLOW:allow"
            node {
              calculator: "RoundRobinDemuxCalculator"
              input_stream: "words"
              input_stream: "FINISHED:finished"
              input_stream_info { tag_index: "FINISHED" back_edge: true }
              output_stream: "OUTPUT:output_0"
              output_stream: "OUTPUT:1:output_1"
            }
            node {
              calculator: "MuxCalculator"
              name: "mux"
              input_stream: "INPUT:output_0"
              input_stream: "INPUT:1:output_1"
              input_stream: "SELECT:choice"
              output_stream: "OUTPUT:output"
            }
            node {
              calculator: "GateCalculator"
              input_stream: "output"
              input_side_packet: "ALLOW:allow"
              output_stream: "gated"
              executor: "gates"
              node_options {
                [type.googleapis.com/mediapipe.GateCalculatorOptions] {
                  empty_packets_as_allow: true
                }
              }
              node_options {
                [type.googleapis.com/dev.easel.framework.builder.GraphBuilderTest.LevelOptions] {
                  level: 3 names: ["a", "b"]
                }
              }
            }
            node { calculator: "Count" input_stream: "gated" output_stream: "finished" }
            node { calculator: "Total" output_side_packet: "TOTAL:total" }
            output_stream: "WORDS:gated"
            output_side_packet: "TOTAL:total"
            """,
            registry);
    assertThat(graph.config()).isEqualTo(expected);
    assertThat(parsed(graph.text(registry), registry)).isEqualTo(expected);
    assertThat(graph.text(registry)).contains("level: 3");
  }

  @Test
  void runsLikeAnyOther() {
    GraphBuilder graph = new GraphBuilder();
    GraphStream<String> words = graph.input("words", String.class);
    graph.output(
        graph.node("PassThroughCalculator").in(In.any(""), words).out(Out.any(""), "passed"));
    GraphDescription description =
        GraphDescription.of(graph.config(), CalculatorRegistry.standard());
    assertThat(description.inputStreams()).containsExactly("words");
    assertThat(description.outputStreams()).containsExactly("passed");
  }

  @Test
  void refusesNamesThatAreTakenAndStreamsOfAnotherGraph() {
    GraphBuilder graph = new GraphBuilder();
    GraphStream<String> words = graph.input("words", String.class);
    assertThatThrownBy(() -> graph.input("words", String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"words\" already");
    NodeBuilder elsewhere = new GraphBuilder().node("PassThroughCalculator");
    assertThatThrownBy(() -> elsewhere.in(In.any(""), words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another graph");
  }

  @Test
  void namesABackEdgeThatNobodyFeeds() {
    GraphBuilder graph = new GraphBuilder();
    GraphStream<Integer> loop = graph.backEdge("loop", Integer.class);
    graph.node("PassThroughCalculator").in(In.any(""), loop).out(manyOutputs(), 1);
    assertThatThrownBy(graph::config)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("loop");
  }

  private static Outs<Object> manyOutputs() {
    return Out.any("").many();
  }

  @Test
  void aStreamOfAnotherTypeDoesNotCompile(@TempDir Path classes) {
    assertThat(errors(classes, "Integer")).isEmpty();
    assertThat(errors(classes, "String"))
        .contains("GraphStream<String>")
        .contains("lower bounds: String");
  }

  /** What the compiler says of a node that gets a stream of {@code type} where Integer fits. */
  private static String errors(Path classes, String type) {
    String source =
        """
        import dev.easel.framework.builder.*;
        import dev.easel.framework.port.*;
        class Written {
          void graph(GraphBuilder graph) {
            GraphStream<%s> in = graph.input("in", %s.class);
            graph.node("N").in(In.of("VALUE", Integer.class), in);
          }
        }
        """
            .formatted(type, type);
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Written.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter output = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                output,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-d",
                    classes.toString(),
                    "-classpath",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    return compiled ? "" : output.toString();
  }
}
