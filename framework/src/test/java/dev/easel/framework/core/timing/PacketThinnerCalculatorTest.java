package dev.easel.framework.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.CalculatorOptions;
import dev.easel.framework.proto.PacketThinnerCalculatorOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PacketThinnerCalculatorTest {
  @Test
  void keepsOnePacketPerPeriod() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: ASYNC period: 5 } } }
            """)
            .observe("b")
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b")).containsExactly("2=2", "7=7", "13=13", "19=19", "29=29");
  }

  @Test
  void keepsThosePacketsWithinTheLimits() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: ASYNC period: 5 start_time: 4 end_time: 12 } } }
            """)
            .observe("b")
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b")).containsExactly("5=5", "11=11");
  }

  @Test
  void promisesTheNextPeriod() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: ASYNC period: 5 } } }
            """)
            .observeBounds("b")
            .packets("a", 2, 3)
            .idle();
    assertThat(out.good("b")).containsExactly("2=2", "6");
  }

  @Test
  void restampsSyncPacketsToTheirPoints() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: SYNC period: 5 start_time: 0 } } }
            """)
            .observe("b")
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b"))
        .containsExactly("0=2", "5=5", "10=11", "15=17", "20=19", "25=23", "30=29");
  }

  @Test
  void keepsTimestampsOfSyncPacketsOnDemand() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { thinner_type: SYNC period: 5 start_time: 0 sync_output_timestamps: false } } }
            """)
            .observe("b")
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b"))
        .containsExactly("2=2", "5=5", "11=11", "17=17", "19=19", "23=23", "29=29");
  }

  @Test
  void readsThePeriodFromASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" input_side_packet: "PERIOD:p" }
            """)
            .observe("b")
            .side("p", 10L)
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b")).containsExactly("2=2", "13=13", "23=23");
  }

  @Test
  void mergesOptionsFromASidePacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { period: 5 } } input_side_packet: "OPTIONS:p" }
            """)
            .observe("b")
            .side(
                "p",
                CalculatorOptions.newBuilder()
                    .setExtension(
                        PacketThinnerCalculatorOptions.ext,
                        PacketThinnerCalculatorOptions.newBuilder().setEndTime(8).build())
                    .build())
            .packets("a", 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
            .done();
    assertThat(out.good("b")).containsExactly("2=2", "7=7");
  }

  @Test
  void updatesTheFrameRateOfAVideoHeader() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { period: 100000 update_frame_rate: true } } }
            node { calculator: "CallbackWithHeaderCalculator" input_stream: "INPUT:b" input_stream: "HEADER:a" input_side_packet: "CALLBACK:f" }
            """)
            .header("a", VideoHeader.unknown().withFrameRate(24))
            .side(
                "f",
                (BiConsumer<Packet, Packet>)
                    (p, h) -> assertThat(h.get(VideoHeader.class).frameRate()).isEqualTo(8))
            .packets("a", 1)
            .observe("b")
            .done();
    assertThat(out.good("b")).containsExactly("1=1");
  }

  @Test
  void rejectsAPeriodOfZero() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { period: 0 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("period must be positive");
  }

  @Test
  void rejectsLimitsInTheWrongOrder() {
    StatusException refusal =
        CoreRun.refusal(
            """
            input_stream: "a"
            node { calculator: "PacketThinnerCalculator" input_stream: "a" output_stream: "b" options { [mediapipe.PacketThinnerCalculatorOptions.ext] { start_time: 5 end_time: 5 } } }
            """);
    assertThat(refusal.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("start_time must be earlier than end_time");
  }
}
