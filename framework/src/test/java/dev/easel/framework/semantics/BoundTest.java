package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.core.CoreRun;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundTest {
  @Test
  void lowBoundsAreNoEvents() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observeBounds("a", "b")
            .bound("a", Timestamp.PRE_STREAM)
            .bound("a", Timestamp.MIN)
            .bound("a", 0)
            .idle();
    assertThat(out.good("a")).containsExactly("-1");
    assertThat(out.good("b")).containsExactly("-1");
  }

  @Test
  void equalBoundsAreIgnored() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observeBounds("b")
            .bound("a", 5)
            .bound("a", 5)
            .packets("a", 5)
            .bound("a", 6)
            .idle();
    assertThat(out.good("b")).containsExactly("4", "5=5");
  }

  @Test
  void highestBoundClosesTheConsumer() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observeBounds("a", "b")
            .bound("a", Timestamp.ONE_OVER_POST_STREAM)
            .idle();
    assertThat(out.good("a")).containsExactly("Max");
    assertThat(out.good("b")).isEmpty();
  }

  @Test
  void maxIsARangeValue() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observeBounds("b")
            .bound("a", Timestamp.MAX)
            .packet("a", Timestamp.MAX, 1)
            .idle();
    assertThat(out.good("b")).containsExactly("9223372036854775803", "Max=1");
  }

  @Test
  void packetBelowTheBoundFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .bound("a", 10)
            .packets("a", 9)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure())
        .hasMessageContaining("Current minimum expected timestamp is 10 but received 9");
  }

  @Test
  void equalTimestampsFail() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packets("a", 9, 9)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure())
        .hasMessageContaining("Current minimum expected timestamp is 10 but received 9");
    assertThat(out.packets("b")).containsExactly("9=9");
  }

  @Test
  void preStreamAfterAPacketFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packets("a", 9)
            .packet("a", Timestamp.PRE_STREAM, 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void lateInputToAClosedNodeIsDropped() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packet("a", Timestamp.MAX, 1)
            .packets("a", 5)
            .done();
    assertThat(out.good("b")).containsExactly("Max=1");
  }

  @Test
  void lateInputToAnObserverFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("a", "b")
            .packet("a", Timestamp.MAX, 1)
            .packets("a", 5)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
  }

  @Test
  void unsetTimestampFails() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            """)
            .observe("b")
            .packet("a", Timestamp.UNSET, 1)
            .done();
    assertThat(out.failure().code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
    assertThat(out.failure()).hasMessageContaining("not specified or set to illegal value");
  }

  @Test
  void boundsRunThroughNodesWithOffset() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "b" output_stream: "c"  }
            node { calculator: "PassThroughCalculator" input_stream: "c" input_stream: "e" output_stream: "d" output_stream: "f"  }
            """)
            .observe("f")
            .packets("e", 7)
            .bound("a", 8)
            .idle();
    assertThat(out.good("f")).containsExactly("7=7");
  }

  @Test
  void joinsWaitForTheSlowerBound() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "b" input_stream: "e" output_stream: "c" output_stream: "f"  }
            """)
            .observe("f")
            .packets("e", 7)
            .bound("a", 7)
            .idle();
    assertThat(out.good("f")).isEmpty();
  }

  @Test
  void presenceSeesBoundsOnce() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketPresenceCalculator" input_stream: "PACKET:a" output_stream: "PRESENCE:p" }
            """)
            .observe("p")
            .bound("a", 5)
            .bound("a", 9)
            .packets("a", 9)
            .packets("a", 20)
            .done();
    assertThat(out.good("p")).containsExactly("4=false", "8=false", "9=true", "20=true");
  }

  @Test
  void presenceOfPreStream() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PacketPresenceCalculator" input_stream: "PACKET:a" output_stream: "PRESENCE:p" }
            """)
            .observe("p")
            .packet("a", Timestamp.PRE_STREAM, 1)
            .done();
    assertThat(out.good("p")).containsExactly("PreStream=true");
  }

  @Test
  void closedNodesPassTheirEndOn() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            input_stream: "e"
            node { calculator: "PassThroughCalculator" input_stream: "a" output_stream: "b"  }
            node { calculator: "PassThroughCalculator" input_stream: "b" input_stream: "e" output_stream: "c" output_stream: "f"  }
            """)
            .observe("f")
            .packets("e", 7)
            .close("a")
            .idle();
    assertThat(out.good("f")).containsExactly("7=7");
  }

  @Test
  void backEdgesDoNotHoldTheFirstPacket() {
    CoreRun.Outcome out =
        CoreRun.of(
                """
            input_stream: "a"
            node { calculator: "PreviousLoopbackCalculator" input_stream: "MAIN:a" input_stream: "LOOP:b" input_stream_info { tag_index: "LOOP" back_edge: true } output_stream: "PREV_LOOP:p" }
            node { calculator: "MergeCalculator" input_stream: "p" input_stream: "a" output_stream: "b" }
            """)
            .observe("b")
            .packets("a", 1, 2, 3)
            .done();
    assertThat(out.good("b")).containsExactly("1=1", "2=1", "3=1");
  }
}
