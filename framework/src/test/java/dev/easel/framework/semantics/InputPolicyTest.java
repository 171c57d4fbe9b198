package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InputPolicyTest {
  @Test
  void defaultGoesOnWithoutAClosedStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d"  }
            """)
            .observe("c", "d")
            .close("b")
            .packets("a", 5)
            .idle();
    assertThat(out.good("c")).containsExactly("5=5");
    assertThat(out.good("d")).isEmpty();
  }

  @Test
  void immediateFailsWhenAnOffsetRunsAhead() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler"  } }
            """)
            .observe("c", "d")
            .packets("a", 10)
            .packets("b", 5)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("Packet timestamp mismatch");
    assertThat(out.packets("c")).containsExactly("10=10");
    assertThat(out.packets("d")).isEmpty();
  }

  @Test
  void immediateRunsForEachStreamAtOnce() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler"  } }
            """)
            .observe("c", "d")
            .packets("a", 1)
            .packets("b", 2)
            .packets("a", 3)
            .idle();
    assertThat(out.good("c")).containsExactly("1=1", "3=3");
    assertThat(out.good("d")).containsExactly("2=2");
  }

  @Test
  void earlyCloseEndsWithTheFirstStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "EarlyCloseInputStreamHandler"  } }
            """)
            .observe("c", "d")
            .packets("a", 1, 2)
            .close("b")
            .done();
    assertThat(out.good("c")).isEmpty();
    assertThat(out.good("d")).isEmpty();
  }

  @Test
  void barrierTakesOneOfEach() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "MakePairCalculator" input_stream: "a" input_stream: "b" output_stream: "p" input_stream_handler { input_stream_handler: "BarrierInputStreamHandler"  } }
            """)
            .observe("p")
            .packets("a", 5, 6, 7)
            .packets("b", 100)
            .close("b")
            .done();
    assertThat(out.good("p")).containsExactly("5=[5, 100]");
  }

  @Test
  void fixedSizeDropsOldPacketsOfAllStreams() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            executor { type: "ApplicationThreadExecutor" }
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "FixedSizeInputStreamHandler" options { [mediapipe.FixedSizeInputStreamHandlerOptions.ext] { } } } }
            """)
            .unsettled()
            .observe("c", "d")
            .step(CalculatorGraph::waitUntilIdle)
            .packets("a", 0, 1, 2, 3)
            .packets("b", 3)
            .idle();
    assertThat(out.good("c")).containsExactly("3=3");
    assertThat(out.good("d")).containsExactly("3=3");
  }

  @Test
  void fixedMinSizeWaitsForAllQueues() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            executor { type: "ApplicationThreadExecutor" }
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "FixedSizeInputStreamHandler" options { [mediapipe.FixedSizeInputStreamHandlerOptions.ext] { fixed_min_size: true } } } }
            """)
            .unsettled()
            .observe("c", "d")
            .step(CalculatorGraph::waitUntilIdle)
            .packets("a", 0, 1, 2, 3)
            .packets("b", 3)
            .idle();
    assertThat(out.good("c")).containsExactly("0=0", "1=1", "2=2", "3=3");
    assertThat(out.good("d")).containsExactly("3=3");
  }

  @Test
  void batchHoldsTheBoundAtItsFirstTimestamp() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b" input_stream_handler {  options { [mediapipe.DefaultInputStreamHandlerOptions.ext] { batch_size: 2 } } } }
            """)
            .observeBounds("b")
            .packets("a", 1)
            .bound("a", 10)
            .packets("a", 12)
            .idle();
    assertThat(out.good("b")).containsExactly("0", "1=1", "12=12");
  }

  @Test
  void syncSetsGoOnTheirOwn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateInt32VectorCalculator" input_stream: "a" input_stream: "b" output_stream: "v" input_stream_handler { input_stream_handler: "SyncSetInputStreamHandler" options { [mediapipe.SyncSetInputStreamHandlerOptions.ext] { sync_set { tag_index: ":0" } } } } }
            """)
            .observe("v")
            .packets("a", 1)
            .packets("b", 2)
            .packets("a", 3)
            .idle();
    assertThat(out.good("v")).containsExactly("1=[1]", "2=[2]", "3=[3]");
  }

  @Test
  void syncSetsOutOfOrderFailAtTheOutput() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "b"
            node { calculator: "ConcatenateInt32VectorCalculator" input_stream: "a" input_stream: "b" output_stream: "v" input_stream_handler { input_stream_handler: "SyncSetInputStreamHandler" options { [mediapipe.SyncSetInputStreamHandlerOptions.ext] { sync_set { tag_index: ":0" } sync_set { tag_index: ":1" } } } } }
            """)
            .observe("v")
            .packets("a", 3)
            .packets("b", 2)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.packets("v")).containsExactly("3=[3]");
  }

  @Test
  void muxClosesWithItsControlStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "x"
            input_stream: "y"
            input_stream: "s"
            node { calculator: "MuxCalculator" input_stream: "INPUT:0:x" input_stream: "INPUT:1:y" input_stream: "SELECT:s" output_stream: "OUTPUT:o" }
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "o" input_stream: "e" output_stream: "p" output_stream: "q"  }
            """)
            .observe("p", "q")
            .packet("s", 1, 0)
            .packets("x", 1)
            .close("s")
            .packets("x", 2)
            .packets("e", 50)
            .idle();
    assertThat(out.good("p")).containsExactly("1=1");
    assertThat(out.good("q")).containsExactly("50=50");
  }

  @Test
  void timestampAlignRestampsOnTheBase() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "v"
            input_stream: "c"
            node { calculator: "PassThroughCalculator" input_stream: "V:v" input_stream: "C:c" output_stream: "V:ov" output_stream: "C:oc" input_stream_handler { input_stream_handler: "TimestampAlignInputStreamHandler" options { [mediapipe.TimestampAlignInputStreamHandlerOptions.ext] { timestamp_base_tag_index: "C" } } } }
            """)
            .observe("ov", "oc")
            .packets("v", 1)
            .packets("c", 101)
            .packets("v", 2)
            .packets("c", 102)
            .done();
    assertThat(out.good("ov")).containsExactly("101=1", "102=2");
    assertThat(out.good("oc")).containsExactly("101=101", "102=102");
  }

  @Test
  void nodeHandlerBeatsTheGraphs() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream_handler { input_stream_handler: "ImmediateInputStreamHandler" }
            input_stream: "a"
            input_stream: "b"
            node { calculator: "PassThroughCalculator" input_stream: "a" input_stream: "b" output_stream: "c" output_stream: "d" input_stream_handler { input_stream_handler: "DefaultInputStreamHandler"  } }
            """)
            .observe("c", "d")
            .packets("a", 1)
            .idle();
    assertThat(out.good("c")).isEmpty();
  }

  @Test
  void graphHandlerBeatsTheContract() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream_handler { input_stream_handler: "DefaultInputStreamHandler" }
            input_stream: "s"
            input_stream: "t"
            node { calculator: "PacketSequencerCalculator" input_stream: "INPUT:s" input_stream: "TICK:t" output_stream: "OUTPUT:o" }
            """)
            .observe("o")
            .packets("s", 1)
            .idle();
    assertThat(out.good("o")).isEmpty();
  }
}
