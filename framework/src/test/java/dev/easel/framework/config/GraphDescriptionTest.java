package dev.easel.framework.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.status.StatusCode;
import java.util.List;
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
}
