package dev.easel.framework.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphConfigException;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a graph's text names a port, the same texts are refused. */
class TagIndexTest {
  private static GraphConfigException refusal(String text) {
    return catchThrowableOfType(
        GraphConfigException.class,
        () -> GraphDescription.parse(text, "g.pbtxt", CalculatorRegistry.standard()));
  }

  private static String passThrough(String more) {
    return """
        input_stream: "in"
        node {
          calculator: "PassThroughCalculator"
          input_stream: "in"
          output_stream: "out"
          %s
        }
        """
        .formatted(more);
  }

  @ParameterizedTest
  @ValueSource(strings = {":01", ":-0", ":+1", ":+0", ":00", "tag", "TAG:", ":", "TAG:0:x", " "})
  void inputStreamInfoRefuses(String tagIndex) {
    GraphConfigException refusal =
        refusal(passThrough("input_stream_info { tag_index: \"" + tagIndex + "\" }"));
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("TAG:index is invalid");
    assertThat(refusal.mistakes().get(0).line()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({":10001", ":99999999999999999999", "TAG:10001"})
  void anIndexAboveTheHighestOneIsInternal(String tagIndex) {
    GraphConfigException refusal =
        refusal(passThrough("input_stream_info { tag_index: \"" + tagIndex + "\" }"));
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("above 10000");
  }

  @ParameterizedTest
  @ValueSource(strings = {":10000", ":1", "TAG"})
  void aWellFormedOneMayStillNameNothing(String tagIndex) {
    GraphConfigException refusal =
        refusal(passThrough("input_stream_info { tag_index: \"" + tagIndex + "\" }"));
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("is not an input stream of the calculator");
  }

  @ParameterizedTest
  @ValueSource(strings = {":01", ":-0", ":+0", ":10001"})
  void handlerOptionsRefuse(String tagIndex) {
    GraphConfigException sets =
        refusal(
            passThrough(
                """
                input_stream_handler {
                  input_stream_handler: "SyncSetInputStreamHandler"
                  options { [mediapipe.SyncSetInputStreamHandlerOptions.ext] {
                    sync_set { tag_index: "%s" }
                  } }
                }
                """
                    .formatted(tagIndex)));
    assertThat(sets).isNotNull();
    GraphConfigException base =
        refusal(
            passThrough(
                """
                input_stream_handler {
                  input_stream_handler: "TimestampAlignInputStreamHandler"
                  options { [mediapipe.TimestampAlignInputStreamHandlerOptions.ext] {
                    timestamp_base_tag_index: "%s"
                  } }
                }
                """
                    .formatted(tagIndex)));
    assertThat(base).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TAG:01:x", "TAG:-0:x", "TAG:+0:x", "TAG:10001:x", "TAG:99999999999:x"})
  void streamsAndSidePacketsRefuse(String entry) {
    for (String field :
        new String[] {"input_stream", "output_stream", "input_side_packet", "output_side_packet"}) {
      GraphConfigException refusal = refusal(passThrough(field + ": \"" + entry + "\""));
      assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
      assertThat(refusal).hasMessageContaining("Unable to initialize TagMaps for node.");
    }
  }

  @ParameterizedTest
  @CsvSource({"TAG:01:x, INVALID_ARGUMENT", "TAG:10001:x, INTERNAL"})
  void graphInterfacesRefuse(String entry, StatusCode code) {
    assertThat(refusal("input_stream: \"" + entry + "\"").code()).isEqualTo(code);
    assertThat(refusal("output_stream: \"" + entry + "\"").code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {":01", ":-0", ":+0", ":10001"})
  void calculatorOptionsRefuse(String tagIndex) {
    GraphConfigException refusal =
        refusal(
            """
            input_stream: "in"
            node {
              calculator: "BypassCalculator"
              input_stream: "in"
              output_stream: "out"
              options { [mediapipe.BypassCalculatorOptions.ext] {
                pass_input_stream: "%s"
                pass_output_stream: "%s"
              } }
            }
            """
                .formatted(tagIndex, tagIndex));
    assertThat(refusal).isNotNull();
  }
}
