package dev.easel.framework.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.TextFormat;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.GateCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class GraphDescriptionTest {
  private final CalculatorRegistry registry = CalculatorRegistry.standard();

  private GraphConfigException refusal(String text) {
    return catchThrowableOfType(
        GraphConfigException.class, () -> GraphDescription.parse(text, "g.pbtxt", registry));
  }

  @Test
  void reportsAllMistakesWithTheirPlaces() {
    GraphConfigException error =
        refusal(
            """
            input_stream: "in"
            node {
              calculator: "PassThrouhCalculator"
              input_stream: "in"
              output_stream: "a"
            }
            node {
              calculator: "PassThroughCalculator"
              input_stream: "tag:in"
              output_stream: "b"
            }
            node {
              calculator: "PassThroughCalculator"
              input_stream: "in"
              output_stream: "c"
              executor: "nowhere"
            }
            """);
    assertThat(error.code()).isEqualTo(StatusCode.UNKNOWN);
    List<Mistake> mistakes = error.mistakes();
    assertThat(mistakes).extracting(Mistake::line).containsExactly(3, 9, 16);
    assertThat(mistakes.get(0).hint()).contains("PassThroughCalculator");
    assertThat(mistakes.get(0).node()).isEqualTo("PassThrouhCalculator");
    assertThat(mistakes.get(1).hint()).contains("TAG:in");
    assertThat(mistakes.get(2).message()).contains("\"nowhere\"");
    assertThat(error).hasMessageContaining("g.pbtxt:3:");
  }

  @Test
  void tellsTheFirstOfVeryManyMistakes() {
    GraphConfigException error = refusal("node{}\n".repeat(5000));
    assertThat(error.mistakes()).hasSize(101);
    assertThat(error.mistakes().get(99).line()).isEqualTo(100);
    assertThat(error.mistakes().get(100).toString()).isEqualTo("g.pbtxt: has 4900 more mistakes");
    assertThat(error.message()).contains("\nand 4900 more\n").hasSizeLessThan(50_000);
  }

  @Test
  void goesOnAfterAnUnknownField() {
    GraphConfigException error =
        refusal(
            """
            max_queue_sise: 3
            node { calculator: "NoSuchThing" }
            """);
    assertThat(error.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(error.mistakes()).hasSize(2);
    assertThat(error.mistakes().get(0).hint()).contains("max_queue_size");
    assertThat(error.mistakes().get(1).code()).isEqualTo(StatusCode.NOT_FOUND);
  }

  @Test
  void offersTheStreamThatWasMeant() {
    GraphConfigException error =
        refusal(
            """
            input_stream: "frames"
            node { calculator: "PassThroughCalculator" input_stream: "frame" output_stream: "o" }
            """);
    assertThat(error.mistakes()).hasSize(1);
    assertThat(error.mistakes().get(0).hint()).contains("\"frames\"");
  }

  @Test
  void reportsStreamsBesideAnUnknownCalculator() {
    GraphConfigException error =
        refusal(
            """
            input_stream: "in"
            node { calculator: "NoSuchThing" input_stream: "in" output_stream: "o" }
            node { calculator: "PassThroughCalculator" input_stream: "in2" output_stream: "p" }
            node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "o" }
            """);
    assertThat(error.code()).isEqualTo(StatusCode.NOT_FOUND);
    assertThat(error.mistakes()).extracting(Mistake::line).containsExactly(2, 3, 4);
    assertThat(error.mistakes().get(1).message()).contains("\"in2\"");
    assertThat(error.mistakes().get(2).message()).contains("\"o\" defined twice");
  }

  @Test
  void blamesNoConsumerOfANodeWithABadEntry() {
    GraphConfigException error =
        refusal(
            """
            input_stream: "in"
            node { calculator: "PassThroughCalculator" input_stream: "in" output_stream: "t:a" }
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" }
            node { calculator: "PassThroughCalculator" input_stream: "z" output_stream: "c" }
            """);
    assertThat(error.mistakes()).extracting(Mistake::line).containsExactly(2, 4);
  }

  @Test
  void namesAnUnknownFieldOnceAndLogsNothing() {
    List<LogRecord> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(TextFormat.class.getName());
    logger.addHandler(handler);
    try {
      GraphConfigException error = refusal("max_queue_sise: 3\n");
      assertThat(error.mistakes()).hasSize(1);
      assertThat(error.getMessage()).containsOnlyOnce("max_queue_sise");
      assertThat(logged).isEmpty();
    } finally {
      logger.removeHandler(handler);
    }
  }

  private static final String GATED =
      """
      type: "Gated"
      input_stream: "in"
      output_stream: "out"
      graph_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] { allow: false } }
      node {
        calculator: "GateCalculator"
        input_stream: "in"
        output_stream: "out"
        option_value: "allow:options/allow"
        options { [mediapipe.GateCalculatorOptions.ext] { } }
      }
      """;

  private static GateCalculatorOptions gateOptions(String subgraph, String nodeOptions)
      throws TextFormat.ParseException {
    CalculatorRegistry standard = CalculatorRegistry.standard();
    CalculatorGraphConfig.Builder config = CalculatorGraphConfig.newBuilder();
    TextFormat.Parser.newBuilder()
        .setTypeRegistry(standard.types())
        .build()
        .merge(subgraph, standard.extensions(), config);
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(GraphDescriptionTest.class.getClassLoader())
            .subgraph(config.build())
            .build();
    String text =
        """
        input_stream: "a"
        node { calculator: "Gated" input_stream: "a" output_stream: "b" %s }
        """;
    CalculatorGraphConfig.Node node =
        GraphDescription.parse(text.formatted(nodeOptions), "g.pbtxt", registry)
            .config()
            .getNodeList()
            .stream()
            .filter(n -> n.getCalculator().equals("GateCalculator"))
            .findFirst()
            .orElseThrow();
    assertThat(node.getOptionValueList()).isEmpty();
    return node.getOptions().getExtension(GateCalculatorOptions.ext);
  }

  @Test
  void carriesADefaultOfTheGraphIntoANode() throws TextFormat.ParseException {
    GateCalculatorOptions options = gateOptions(GATED, "");
    assertThat(options.hasAllow()).isTrue();
    assertThat(options.getAllow()).isFalse();
  }

  @Test
  void prefersTheOptionsOfTheSubgraphsNode() throws TextFormat.ParseException {
    GateCalculatorOptions options =
        gateOptions(
            GATED,
            "node_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] { allow: true }"
                + " }");
    assertThat(options.getAllow()).isTrue();
  }

  @Test
  void stepsIntoAnExtension() throws TextFormat.ParseException {
    GateCalculatorOptions options =
        gateOptions(
            """
            type: "Gated"
            input_stream: "in"
            output_stream: "out"
            graph_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] { allow: false } }
            node {
              calculator: "SwitchContainer"
              input_stream: "in"
              output_stream: "out"
              option_value: "contained_node/0/options/Ext::mediapipe.GateCalculatorOptions/allow:options/allow"
              options { [mediapipe.SwitchContainerOptions.ext] {
                contained_node { calculator: "GateCalculator" options { [mediapipe.GateCalculatorOptions.ext] { } } }
              } }
            }
            """,
            "");
    assertThat(options.hasAllow()).isTrue();
    assertThat(options.getAllow()).isFalse();
  }

  @Test
  void refusesAnOptionThatNobodyDeclares() {
    assertThatThrownBy(() -> gateOptions(GATED.replace("options/allow", "options/alow"), ""))
        .isInstanceOf(GraphConfigException.class)
        .hasMessageContaining("no options of the graph have a field \"alow\"");
  }

  @Test
  void refusesAnOptionPathThatTheNodeLacks() {
    assertThatThrownBy(() -> gateOptions(GATED.replace("\"allow:", "\"deny/99999999999:"), ""))
        .isInstanceOf(GraphConfigException.class)
        .hasMessageContaining("deny/99999999999");
  }
}
