package dev.easel.framework.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.config.Mistake;
import dev.easel.framework.proto.CalculatorGraphConfig;
import dev.easel.framework.proto.TemplateArgument;
import dev.easel.framework.proto.TemplateDict;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.testing.GraphRunner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs whose text is written out before it is read. */
class GraphTemplateTest {
  private static final String CHAIN =
      """
      # 100% of a chain of any length
      %param count : 3%
      %param nodes : list(1, 2, 3)%
      input_stream: "s0"
      %for (n : nodes)%
      node {
        calculator: "PassThroughCalculator"
        name: %concat("step_", n)%
        input_stream: %"s" + concat("", n - 1)%
        output_stream: %concat("s", n)%
        %if (n == size(nodes))% max_in_flight: %count - 1% %end%
      }
      %end%
      """;

  private static final CalculatorRegistry REGISTRY = CalculatorRegistry.standard();

  private static CalculatorGraphConfig config(String text, TemplateDict arguments) {
    return GraphDescription.parse(text, "chain.pbtxt", REGISTRY, arguments).config();
  }

  private static TemplateDict.Parameter argument(String name, String value) {
    return TemplateDict.Parameter.newBuilder()
        .setKey(name)
        .setValue(TemplateArgument.newBuilder().setStr(value))
        .build();
  }

  private static TemplateDict arguments(String name, String value) {
    return TemplateDict.newBuilder().addArg(argument(name, value)).build();
  }

  /** What an expression is as a node's name. */
  private static String value(String expression) {
    String text =
        "%param d : dict(\"a\" : 7, \"b\" : dict(\"c\" : \"deep\"))% %param l : list(4, 5)%"
            + " node { calculator: \"PassThroughCalculator\" input_side_packet: \"i\" name: %"
            + expression
            + "% }";
    return config(text, TemplateDict.getDefaultInstance()).getNode(0).getName();
  }

  @Test
  void writesLoopsConditionsAndValuesOut() {
    CalculatorGraphConfig config = config(CHAIN, TemplateDict.getDefaultInstance());
    assertThat(config.getNodeList().stream().map(CalculatorGraphConfig.Node::getName))
        .containsExactly("step_1", "step_2", "step_3");
    assertThat(config.getNode(2).getInputStreamList()).containsExactly("s2");
    assertThat(config.getNodeList().stream().map(CalculatorGraphConfig.Node::getMaxInFlight))
        .containsExactly(0, 0, 2);
  }

  @Test
  void takesArgumentsInsteadOfDefaults() {
    CalculatorGraphConfig config = config(CHAIN, arguments("count", "6"));
    assertThat(config.getNode(2).getMaxInFlight()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 + 2 * 3; 7",
        "(1 + 2) * 3; 9",
        "8 - 3 - 2; 3",
        "1 / 4; 0.25",
        "\"a\" + \"b\"; ab",
        "\"1\" + \"2\"; 3",
        "2 > 10; 0",
        "\"b\" > \"a10\"; 1",
        "1 <= 1 && !(1 != 1); 1",
        "0 || 2 >= 3; 0",
        "min(3, 2); 2",
        "max(3, 20); 20",
        "lowercase(\"ABc\"); abc",
        "uppercase(\"ABc\"); ABC",
        "d.a * 2; 14",
        "d.b.c; deep",
        "size(d) + size(l); 4",
        "size(list()); 0"
      })
  void evaluates(String expression, String result) {
    assertThat(value(expression)).isEqualTo(result);
  }

  @Test
  void givesEachKindOfFieldItsKindOfValue() {
    String text =
        """
        %param no : "false"%
        node {
          calculator: "GateCalculator"
          input_stream: "a" output_stream: "b"
          options { [mediapipe.GateCalculatorOptions.ext] { allow: %no% initial_gate_state: %"GATE_ALLOW"% } }
        }
        input_stream: "a"
        report_deadlock: %1 == 1%
        package: %concat("", 5)%
        """;
    CalculatorGraphConfig config = config(text, TemplateDict.getDefaultInstance());
    assertThat(config.getReportDeadlock()).isTrue();
    assertThat(config.getPackage()).isEqualTo("5");
    assertThat(config.getNode(0).getOptions().toString())
        .contains("allow: false")
        .contains("GATE_ALLOW");
  }

  @Test
  void leavesAGraphWithoutDirectivesAlone() {
    String text =
        "# 50%\nprofiler_config { trace_log_path: \"/tmp/%p\" } node { calculator: \"PassThroughCalculator\" input_side_packet: \"i\" }";
    assertThat(GraphTemplate.isTemplate(text)).isFalse();
    assertThat(config(text, TemplateDict.getDefaultInstance()).getNodeCount()).isEqualTo(1);
  }

  @Test
  void standsForANodeThatGivesTheArguments() {
    String inner =
        """
        type: "Chain"
        input_stream: "IN:c0"
        output_stream: %"OUT:c" + length%
        %for (n : steps)%
        node {
          calculator: "PassThroughCalculator"
          input_stream: %concat("c", n - 1)%
          output_stream: %concat("c", n)%
        }
        %end%
        """;
    GraphRunner.Outcome outcome =
        GraphRunner.of(
                """
                input_stream: "in"
                node {
                  calculator: "Chain" input_stream: "IN:in" output_stream: "OUT:out"
                  options { [mediapipe.TemplateSubgraphOptions.ext] { dict {
                    arg { key: "length" value { num: 2 } }
                    arg { key: "steps" value { element { num: 1 } element { num: 2 } } }
                  } } }
                }
                """)
            .register(registry -> registry.template("Chain", inner))
            .feed("in", 3, "x")
            .observe("out")
            .run()
            .good();
    assertThat(outcome.texts("out")).containsExactly("3=x");
  }

  @Test
  void passesADictionaryOnToATemplateInside() {
    String inner =
        "input_stream: \"IN:i\" output_stream: \"OUT:o\" node { calculator: "
            + "\"PassThroughCalculator\" input_stream: \"i\" output_stream: \"o\" name: %who% }";
    String outer =
        "%param all : dict(\"who\" : \"somebody\")% input_stream: \"in\" node { calculator: \"Inner\" name: \"n\""
            + " input_stream: \"IN:in\" output_stream: \"OUT:out\""
            + " options { [mediapipe.TemplateSubgraphOptions.ext] { dict: %all% } } }";
    CalculatorRegistry registry =
        CalculatorRegistry.standardBuilder(getClass().getClassLoader())
            .template("Inner", inner)
            .build();
    CalculatorGraphConfig config = GraphDescription.parse(outer, "outer.pbtxt", registry).config();
    assertThat(config.getNode(0).getName()).isEqualTo("n__somebody");
  }

  private static List<Mistake> mistakes(String text) {
    GraphConfigException error =
        catchThrowableOfType(
            GraphConfigException.class, () -> GraphDescription.parse(text, "t.pbtxt", REGISTRY));
    assertThat(error).as("is refused: " + text).isNotNull();
    return error.mistakes();
  }

  @Test
  void saysWhichArgumentsAreMissingAndWhere() {
    List<Mistake> found = mistakes("%param a%\nnode {\n  calculator: %a%\n  name: %b.c%\n}\n");
    assertThat(found.stream().map(Mistake::toString))
        .containsExactly(
            "t.pbtxt:3:16: param: a", "t.pbtxt:4:10: param: b", "t.pbtxt:4:11: param field: c");
    assertThat(found).allMatch(m -> m.code() == StatusCode.NOT_FOUND);
  }

  @Test
  void tellsWhereAMistakeOfTheWrittenOutGraphStandsInTheTemplate() {
    String text =
        """
        %param l : list(1, 2)%
        input_stream: "in"
        %for (n : l)%
        node {
          calculator: "PassThrouhCalculator"
          input_stream: "in"
        }
        %end%
        node { calculator: "PassThroughCalculator" input_stream: "nobody" output_stream: "o" }
        """;
    assertThat(mistakes(text).stream().map(m -> m.line() + ":" + m.code()).distinct())
        .contains("5:NOT_FOUND")
        .allMatch(m -> m.startsWith("5:") || m.startsWith("9:"));
    assertThat(mistakes("%param x : 1%\nnodes {}\n").get(0))
        .hasToString(
            "t.pbtxt:2:1: unknown field or extension mediapipe.CalculatorGraphConfig.nodes (did you mean \"node\"?)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%for (n : list(1))% num_threads: 1",
        "%for (n : list(1))% num_threads: 1 max_queue_size: 2 %end%",
        "%if num_threads: 1 %end%",
        "%while (1)% num_threads: 1 %end%",
        "%end%",
        "num_threads: %1 +%",
        "num_threads: %min(1)%",
        "num_threads: %dict(1)%",
        "num_threads: %\"1 max_queue_size: 7\"%",
        "num_threads: %list(1)%",
        "num_threads: %1",
        "node { name: %\"a\"%",
        "%if (\"perhaps\")% num_threads: 1 %end%",
        "num_threads: %\"a\" - 1%",
        "%for (n : list(1, 2))% num_threads: %n% %end%",
        "%param 1%"
      })
  void refusesWhatIsNoTemplate(String text) {
    assertThat(mistakes(text))
        .isNotEmpty()
        .allMatch(m -> m.code() == StatusCode.INVALID_ARGUMENT && m.line() == 1);
  }

  @ParameterizedTest
  @CsvSource({
    "input_stream: \"a_stream_with_a_name_that_is_long_enough\",writes out to more than",
    "%if (0)% input_stream: \"a\" %end%,go round more than"
  })
  void refusesToWriteOutMoreThanThereIsRoomFor(String field, String why) {
    StringBuilder text = new StringBuilder("%param l : list(1,2,3,4,5,6,7,8,9,10)%");
    for (int i = 0; i < 12; i++) {
      text.append("%for (n").append(i).append(" : l)% ");
    }
    text.append(field).append(" %end%".repeat(12));
    assertThat(mistakes(text.toString()).get(0).message()).contains(why);
  }

  @Test
  void refusesNestingThatNoMachineCanFollow() {
    String deep = "num_threads: %" + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "%";
    assertThat(mistakes(deep).get(0).message()).contains("nested more than 100 deep");
    String messages = "%param x : 1%" + "node { ".repeat(100_000);
    assertThat(mistakes(messages).get(0).message()).contains("nested more than 100 deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1+", "d.", "1 == "})
  void refusesMoreOperatorsThanAStackHasRoomFor(String more) {
    String text = "%param d : 1% num_threads: %" + more.repeat(20_000) + "d%";
    assertThat(mistakes(text).get(0).message()).contains("more than 500 operators");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"xxxxxxxx\"|concat(%s, %s)|is larger than",
        "\"xxxxxxxx\"|%s + %s|is larger than",
        "list(1)|list(%s, %s)|is larger than",
        "dict(\"a\", 1)|dict(\"a\" : %s, \"b\" : %s)|is larger than"
      })
  void refusesValuesThatDoubleUntilNoMachineHasRoom(String first, String next, String why) {
    StringBuilder text = new StringBuilder("%param v0 : " + first + "%");
    for (int i = 1; i < 60; i++) {
      String before = "v" + (i - 1);
      text.append("%param v").append(i).append(" : ");
      text.append(next.formatted(before, before)).append('%');
    }
    assertThat(mistakes(text + " type: %v59%").get(0).message()).contains(why);
  }

  @Test
  void refusesToWorkOnLargeValuesOverAndOver() {
    StringBuilder text = new StringBuilder("%param v0 : \"xxxxxxxx\"%");
    for (int i = 1; i < 15; i++) {
      text.append("%%param v%d : concat(v%d, v%d)%%".formatted(i, i - 1, i - 1));
    }
    text.append("%param l : list(").append("1,".repeat(10_000)).append("1)%");
    text.append("%for (n : l)% %if (concat(v14, n) == v14)% node { } %end% %end%");
    assertThat(mistakes(text.toString()).get(0).message()).contains("work on more than");
  }

  @Test
  void refusesADictionaryThatIsNestedTooDeepToBeRead() {
    StringBuilder text = new StringBuilder("%param v0 : dict(\"a\", 1)%");
    for (int i = 1; i < 1_000; i++) {
      text.append("%%param v%d : dict(\"a\", v%d)%%".formatted(i, i - 1));
    }
    text.append("node { calculator: \"PassThroughCalculator\" options {");
    text.append("[mediapipe.TemplateSubgraphOptions.ext] { dict: %v999% } } }");
    assertThat(mistakes(text.toString()).get(0).message()).contains("nested more than 30 deep");
  }
}
