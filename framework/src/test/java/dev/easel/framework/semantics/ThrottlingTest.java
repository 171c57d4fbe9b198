package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.graph.AddMode;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThrottlingTest {
  @Test
  void oneMoreThanTheLimitFitsBeforeANode() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            executor { type: "ApplicationThreadExecutor" }
            max_queue_size: 2
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .unsettled()
            .observe("b")
            .before(g -> g.setAddMode(AddMode.ADD_IF_NOT_FULL))
            .step(CalculatorGraph::waitUntilIdle)
            .packets("a", 0, 1, 2, 3)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(out.failure()).hasMessageContaining("Graph is throttled.");
  }

  @Test
  void limitOfOneStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            executor { type: "ApplicationThreadExecutor" }
            input_stream: "a"
            input_stream: "c"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "c" output_stream: "d"  }
            """)
            .unsettled()
            .observe("b")
            .before(g -> g.setAddMode(AddMode.ADD_IF_NOT_FULL))
            .before(g -> g.setInputStreamMaxQueueSize("a", 1))
            .step(CalculatorGraph::waitUntilIdle)
            .packets("c", 0, 1, 2, 3)
            .packets("a", 0, 1, 2)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
  }

  @Test
  void deadlockIsResolvedByGrowing() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            max_queue_size: 2
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d"  }
            """)
            .observe("c", "d")
            .packets("a", 1, 2, 3, 4, 5)
            .packets("b", 5)
            .done();
    assertThat(out.good("c")).containsExactly("1=1", "2=2", "3=3", "4=4", "5=5");
    assertThat(out.good("d")).containsExactly("5=5");
  }

  @Test
  void deadlockOfASourceIsResolved() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            max_queue_size: 1
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:m" }
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "n" input_stream: "e" output_stream: "c" output_stream: "d"  }
            """)
            .observe("c", "d")
            .side("m", 5)
            .packets("e", 4)
            .done();
    assertThat(out.good("c")).containsExactly("0=0", "1=1", "2=2", "3=3", "4=4");
    assertThat(out.good("d")).containsExactly("4=4");
  }

  @Test
  void sourcesAreReportedAsDeadlocked() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            max_queue_size: 1
            report_deadlock: true
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:m" }
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "n" input_stream: "e" output_stream: "c" output_stream: "d"  }
            """)
            .side("m", 5)
            .idle();
    assertThat(out.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
    assertThat(out.failure()).hasMessageContaining("Detected a deadlock due to input throttling");
  }

  @Test
  void queuesDrainThroughAChain() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            max_queue_size: 1
            num_threads: 2
            node { calculator: "CountingSourceCalculator" output_stream: "n" input_side_packet: "MAX_COUNT:m" }
            node { calculator: "PassThroughCalculator" input_stream: "n" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "b" output_stream: "c"  }
            node { calculator: "SequenceShiftCalculator" input_stream: "c" output_stream: "d" options { [mediapipe.SequenceShiftCalculatorOptions.ext] { packet_offset: 0 } } }
            """)
            .observe("d")
            .side("m", 4)
            .done();
    assertThat(out.good("d")).containsExactly("0=0", "1=1", "2=2", "3=3");
  }
}
