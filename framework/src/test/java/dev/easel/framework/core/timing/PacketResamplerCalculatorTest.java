package dev.easel.framework.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.proto.InputStreamRuntimeInfo;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketResamplerCalculatorTest {
  @Test
  void takesTheNearestPacketOfEachPeriod() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 } } }
            """)
            .observe("b")
            .packets("a", 0, 16666, 16667, 20000, 33300, 49999, 50000, 66600)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "33333=33300", "66667=66600");
  }

  @Test
  void fillsPeriodsWithTheLatestPacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 } } }
            """)
            .observe("b")
            .packets("a", 0, 15000, 32000, 49999, 150000)
            .done();
    assertThat(out.good("b"))
        .containsExactly(
            "0=0", "33333=32000", "66667=49999", "100000=49999", "133333=49999", "166667=150000");
  }

  @Test
  void worksBeforeZero() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 } } }
            """)
            .observe("b")
            .packets("a", -50000, -33334, 33334)
            .done();
    assertThat(out.good("b"))
        .containsExactly("-50000=-50000", "-16667=-33334", "16667=-33334", "50000=33334");
  }

  @Test
  void startsOnTheGridOfABase() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 base_timestamp: 0 } } }
            """)
            .observe("b")
            .packets("a", 33111, 66667, 100000)
            .done();
    assertThat(out.good("b")).containsExactly("33333=33111", "66666=66667", "100000=100000");
  }

  @Test
  void takesABaseAfterThePackets() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 base_timestamp: 900000 } } }
            """)
            .observe("b")
            .packets("a", 0, 33333)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "33333=33333");
  }

  @Test
  void flushesTheLastPacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 1 } } }
            """)
            .observe("b")
            .packets("a", 0, 333333, 1666667)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "1000000=333333", "2000000=1666667");
  }

  @Test
  void dropsTheLastPacketOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 1 flush_last_packet: false } } }
            """)
            .observe("b")
            .packets("a", 0, 333333, 1666667)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "1000000=333333");
  }

  @Test
  void keepsWithinLimits() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 50 start_time: 40000 end_time: 80000 } } }
            """)
            .observe("b")
            .packets("a", 0, 20000, 40000, 60000, 80000, 100000)
            .done();
    assertThat(out.good("b")).containsExactly("40000=40000", "60000=60000");
  }

  @Test
  void roundsLimits() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 50 start_time: 45000 end_time: 75000 round_limits: true } } }
            """)
            .observe("b")
            .packets("a", 0, 20000, 40000, 60000, 80000, 100000)
            .done();
    assertThat(out.good("b")).containsExactly("40000=40000", "60000=60000", "80000=80000");
  }

  @Test
  void promisesTheNextPeriod() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 50 } } }
            """)
            .observeBounds("b")
            .packets("a", 0, 10000)
            .idle();
    assertThat(out.good("b")).containsExactly("0=0", "19999");
  }

  @Test
  void capsTheRate() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 100 max_frame_rate: 50 } } }
            """)
            .observe("b")
            .packets("a", 0, 20000)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "20000=20000");
  }

  @Test
  void readsTheVideoHeader() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "h"
            node { calculator: "PacketResamplerCalculator" input_stream: "DATA:a" input_stream: "VIDEO_HEADER:h" output_stream: "DATA:b" output_stream: "VIDEO_HEADER:k" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 100 use_input_frame_rate: true } } }
            """)
            .observe("b", "k")
            .packet("h", Timestamp.PRE_STREAM, VideoHeader.unknown().withFrameRate(50))
            .packets("a", 0, 20000)
            .done();
    assertThat(out.good("b")).containsExactly("0=0", "20000=20000");
    assertThat(out.packets("k"))
        .containsExactly("PreStream=" + VideoHeader.unknown().withFrameRate(50));
  }

  @Test
  void failsWithoutARate() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(out.failure())
        .hasMessageContaining("The output frame rate must be greater than zero");
  }

  @Test
  void refusesJitter() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 jitter: 0.5 } } input_side_packet: "SEED:s" }
            """)
            .side("s", "seed")
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("SecureRandom is not available");
  }

  @Test
  void rejectsJitterAboveOne() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 jitter: 1.5 } } input_side_packet: "SEED:s" }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
  }

  @Test
  void rejectsJitterWithoutSeed() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketResamplerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 30 jitter: 0.5 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INTERNAL);
    assertThat(refusal).hasMessageContaining("SEED");
  }

  @Test
  void stopsFillingALongGapWhenTheRunIsCancelled() {
    GraphRunner.Outcome out =
        GraphRunner.ofNode(
                "PacketResamplerCalculator",
                "input_stream: \"a\"",
                "output_stream: \"b\"",
                "options { [mediapipe.PacketResamplerCalculatorOptions.ext] { frame_rate: 1000000"
                    + " start_time: 9000000000000000 } }")
            .settings(GraphSettings.standard().withGrace(Duration.ofMinutes(10)))
            .withoutSettling()
            .feed("a", 0, 1)
            .feed("a", 1_000_000_000_000_000L, 2)
            .step(PacketResamplerCalculatorTest::awaitSecondCall)
            .step(CalculatorGraph::cancel)
            .run();
    assertThat(out.error().code()).isEqualTo(StatusCode.CANCELLED);
  }

  private static void awaitSecondCall(CalculatorGraph graph) {
    InputStreamRuntimeInfo input;
    do {
      input = graph.runtimeInfo().getCalculatorInfos(0).getInputStreamInfos(0);
    } while (input.getNumberOfPacketsAdded() < 2 || input.getQueueSize() > 0);
  }
}
