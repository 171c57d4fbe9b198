package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoadErrorTest {
  @Test
  void sameNodeOptionsTwice() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "GateCalculator" input_stream: "a" output_stream: "b" node_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] { allow: true } } node_options { [type.googleapis.com/mediapipe.GateCalculatorOptions] { } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal)
        .hasMessageContaining("specified more than once for a single calculator node config");
  }

  @Test
  void inputStreamInfoOfNoInput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" input_stream_info { tag_index: "NO" } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("is not an input stream of the calculator");
  }

  @Test
  void gapInTheIndexesOfANode() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "T:1:a" output_stream: "T:1:b" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal).hasMessageContaining("Unable to initialize TagMaps for node.");
  }

  @Test
  void sameIndexTwice() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "c"
            node { calculator: "PassThroughCalculator" input_stream: "T:0:a" input_stream: "T:c" output_stream: "T:b" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal).hasMessageContaining("already had a name");
  }

  @Test
  void sameGraphInputTwice() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal).hasMessageContaining("defined twice");
  }

  @Test
  void invalidGraphInput() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "A"
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void undeclaredExecutor() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" executor: "x" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void unknownExecutorType() {
    StatusException refusal =
        CoreRun.refusal(
            """
            executor { name: "x" type: "NoSuch" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.NOT_FOUND);
  }

  @Test
  void executorWithoutThreads() {
    StatusException refusal =
        CoreRun.refusal(
            """
            executor { name: "x" type: "ThreadPoolExecutor" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 0 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void executorWithoutTypeThatNobodySupplies() {
    assertThatThrownBy(
            () ->
                CoreRun.of(
                        """
                        executor { name: "x" }
                        input_stream: "a"
                        node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" executor: "x" }
                        """)
                    .done())
        .isInstanceOfSatisfying(
            StatusException.class,
            e -> assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT));
  }

  @Test
  void namedApplicationThreadExecutor() {
    StatusException refusal =
        CoreRun.refusal(
            """
            executor { name: "x" type: "ApplicationThreadExecutor" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.NOT_FOUND);
  }

  @Test
  void twoErrorsOfOneCode() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "NoSuch" }
            node { calculator: "NorThis" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.NOT_FOUND);
    assertThat(refusal).hasMessageContaining("NorThis");
  }

  @Test
  void unknownOutputStreamHandler() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" output_stream_handler { output_stream_handler: "NoSuch" } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.NOT_FOUND);
    assertThat(refusal).hasMessageContaining("is not a registered output stream handler");
  }

  @Test
  void streamOfAnotherType() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:m" }
            input_stream: "a"
            node { calculator: "GateCalculator" input_stream: "a" input_stream: "ALLOW:n" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal)
        .hasMessageContaining("but the connected output stream will contain packets of type");
  }

  @Test
  void packetsOnAHeaderStream() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:m"  }
            input_stream: "d"
            node { calculator: "AddHeaderCalculator" input_stream: "DATA:d" input_stream: "HEADER:n" output_stream: "o" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
  }

  @Test
  void optionsOfNobody() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.NoSuchOptions.ext] { } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void nodeOptionsOfNobody() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" node_options { [type.googleapis.com/mediapipe.NoSuchOptions] { } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void backEdgeKeepsACycleAllowed() {
    CoreRun.of(
        """
        input_stream: "a"
        node { calculator: "MergeCalculator" input_stream: "a" input_stream: "c" input_stream_info { tag_index: ":1" back_edge: true } output_stream: "b" }
        node { calculator: "PassThroughCalculator" input_stream: "b" output_stream: "c"  }
        """);
  }

  @Test
  void tagThatASubgraphLacks() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            input_stream: "z"
            node { calculator: "NodeChainSubgraph" input_stream: "INPUT:a" input_stream: "EXTRA:z" output_stream: "OUTPUT:b" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 1 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void sourceLayerOnASubgraph() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "SwitchContainer" source_layer: 1 input_stream: "A:a" output_stream: "A:b" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "PassThroughCalculator" } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("only applicable to calculators");
  }

  @Test
  void outputHandlerOnASubgraph() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "SwitchContainer" output_stream_handler { output_stream_handler: "InOrderOutputStreamHandler" } input_stream: "A:a" output_stream: "A:b" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "PassThroughCalculator" } } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("only applicable to calculators");
  }

  @Test
  void sidePacketNameThatIsNoName() {
    StatusException refusal =
        CoreRun.refusal(
            """
            node { calculator: "StringToIntCalculator" input_side_packet: "S" output_side_packet: "n" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
  }

  @Test
  void emptyGraphIsAllowed() {
    assertThat(CoreRun.of("").done().error()).isEmpty();
  }

  @Test
  void numThreadsBelowMinusOne() {
    StatusException refusal =
        CoreRun.refusal(
            """
            num_threads: -2
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void vectorOfAnotherType() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node {
              calculator: "IntVectorIndicesCalculator"
              input_stream: "VECTOR:v"
              output_stream: "INDICES:i"
            }
            node {
              calculator: "BeginLoopFloatCalculator"
              input_stream: "ITERABLE:i"
              output_stream: "ITEM:f"
              output_stream: "BATCH_END:e"
            }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
    assertThat(refusal)
        .hasMessageContaining("expects packets of type \"List<float>\"")
        .hasMessageContaining("will contain packets of type \"List<int>\"");
  }

  @Test
  void elementOrVectorOfAnotherType() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "v"
            node {
              calculator: "IntVectorIndicesCalculator"
              input_stream: "VECTOR:v"
              output_stream: "INDICES:i"
            }
            node {
              calculator: "ConcatenateFloatVectorCalculator"
              input_stream: "i"
              output_stream: "o"
            }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.UNKNOWN);
  }
}
