package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubgraphTest {
  @Test
  void innerNodesAreNamedInErrors() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            node { name: "my chain" calculator: "SwitchContainer" input_side_packet: "s" output_side_packet: "n" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "StringToIntCalculator" } } } }
            """)
            .side("s", "?")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("my_chain__");
  }

  @Test
  void nestedSubgraphsExpand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "NodeChainSubgraph" input_stream: "INPUT:a" output_stream: "OUTPUT:b" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 3 } } }
            node { calculator: "SwitchContainer" input_stream: "INPUT:b" output_stream: "OUTPUT:c" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "NodeChainSubgraph" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 2 } } } } } }
            """)
            .observe("c")
            .packets("a", 1, 2)
            .done();
    assertThat(out.good("c")).containsExactly("1=1", "2=2");
  }

  @Test
  void unconnectedInnerInputsVanish() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "SwitchContainer" input_stream: "INPUT:a" output_stream: "OUTPUT:b" options { [mediapipe.SwitchContainerOptions.ext] { contained_node { calculator: "NodeChainSubgraph" options { [mediapipe.NodeChainSubgraphOptions.ext] { node_type: "PassThroughCalculator" chain_length: 1 } } } } } }
            """)
            .observe("b")
            .packets("a", 1)
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }
}
