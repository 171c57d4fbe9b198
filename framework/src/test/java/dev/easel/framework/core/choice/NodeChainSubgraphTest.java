package dev.easel.framework.core.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeChainSubgraphTest {
  @Test
  void chainsNodes() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "NodeChainSubgraph" input_stream: "INPUT:a" output_stream: "OUTPUT:b" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 50 } } }
            """)
            .observe("b")
            .packets("a", 1)
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }

  @Test
  void rejectsNoNodes() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "NodeChainSubgraph" input_stream: "INPUT:a" output_stream: "OUTPUT:b" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("node_type");
  }

  @Test
  void rejectsMoreNodesThanAnyMachineHasRoomFor() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "NodeChainSubgraph" input_stream: "INPUT:a" output_stream: "OUTPUT:b" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 2147483647 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("chain_length is 2147483647");
  }
}
