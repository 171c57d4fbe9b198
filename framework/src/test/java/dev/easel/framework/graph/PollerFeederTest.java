package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that take packets of polled streams while others bring more. */
@Timeout(120)
class PollerFeederTest {
  private static final int ROUNDS = 8_000;
  private static final String ONE =
      "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" } ";

  private static CalculatorGraph graph(String text) {
    return new CalculatorGraph(GraphRunner.of(text).description());
  }

  /** What a feeder does between a packet that was taken and the next one: nothing, for a while. */
  private static final class Pauses {
    // About as long as a reader looks again before it sleeps: the packet meets it falling asleep.
    private static final int LEAST_NANOS = 40_000;
    private static final int SPREAD_NANOS = 50_000;

    private final Random random = new Random(1);

    void pause() {
      long end = System.nanoTime() + LEAST_NANOS + random.nextInt(SPREAD_NANOS);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // gives way to the reader
  private static void awaitTaken(AtomicLong taken, long count, Crew crew) {
    while (taken.get() < count && !crew.hasFailed()) {
      Thread.yield();
    }
  }

  private static void readInOrder(OutputStreamPoller poller, AtomicLong taken, Crew crew) {
    long next = 0;
    for (Optional<Packet> p = poller.next(); p.isPresent(); p = poller.next()) {
      assertThat(p.get().timestamp()).isEqualTo(next);
      next++;
      taken.incrementAndGet();
      crew.moved();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num_threads: 1 ",
        "num_threads: 2 ",
        "executor { type: \"ApplicationThreadExecutor\" } "
      })
  void aReaderMeetsAFeeder(String header) {
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE));
    OutputStreamPoller poller = graph.addOutputStreamPoller("out");
    graph.startRun(Map.of());
    AtomicLong taken = new AtomicLong();
    crew.start("reader", () -> readInOrder(poller, taken, crew));
    crew.start(
        "feeder",
        () -> {
          Pauses pauses = new Pauses();
          for (long t = 0; t < ROUNDS; t++) {
            awaitTaken(taken, t, crew);
            pauses.pause();
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(taken).hasValue(ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void aReaderOfBoundsMeetsAFeeder(String header) {
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE));
    OutputStreamPoller poller = graph.addOutputStreamPoller("out", true);
    graph.startRun(Map.of());
    AtomicLong settled = new AtomicLong();
    crew.start(
        "reader",
        () -> {
          for (Optional<Packet> p = poller.next(); p.isPresent(); p = poller.next()) {
            assertThat(p.get().timestamp()).isGreaterThanOrEqualTo(settled.get());
            assertThat(p.get().isEmpty()).isEqualTo(p.get().timestamp() % 2 == 0);
            settled.set(p.get().timestamp() + 1);
            crew.moved();
          }
        });
    crew.start(
        "feeder",
        () -> {
          Pauses pauses = new Pauses();
          for (long t = 0; t < ROUNDS; t++) {
            awaitTaken(settled, t, crew);
            pauses.pause();
            if (t % 2 == 0) {
              graph.setInputStreamTimestampBound("in", t + 1);
            } else {
              graph.addPacketToInputStream("in", Packet.of(t, t));
            }
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(settled).hasValue(ROUNDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void severalReadersMeetAFeeder(String header) {
    String two =
        "node { calculator: \"PassThroughCalculator\" input_stream: \"out\" output_stream: \"more\" }";
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE + two));
    List<OutputStreamPoller> pollers =
        List.of(
            graph.addOutputStreamPoller("out"),
            graph.addOutputStreamPoller("out"),
            graph.addOutputStreamPoller("more"));
    graph.startRun(Map.of());
    List<AtomicLong> taken = new ArrayList<>();
    for (OutputStreamPoller poller : pollers) {
      AtomicLong own = new AtomicLong();
      taken.add(own);
      crew.start("reader", () -> readInOrder(poller, own, crew));
    }
    crew.start(
        "feeder",
        () -> {
          Pauses pauses = new Pauses();
          for (long t = 0; t < ROUNDS / 2; t++) {
            awaitTaken(taken.get((int) (t % 3)), t, crew);
            pauses.pause();
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(taken).allSatisfy(own -> assertThat(own).hasValue(ROUNDS / 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void aReaderAndOneWhoWaitsForObservedOutputMeetAFeeder(String header) {
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE));
    AtomicLong observed = new AtomicLong();
    graph.observeOutputStream("out", packet -> observed.incrementAndGet());
    OutputStreamPoller poller = graph.addOutputStreamPoller("out");
    graph.startRun(Map.of());
    AtomicLong taken = new AtomicLong();
    crew.start("reader", () -> readInOrder(poller, taken, crew));
    crew.start("waiting", () -> waitForObservedUntilDone(graph, crew));
    crew.start(
        "feeder",
        () -> {
          Pauses pauses = new Pauses();
          for (long t = 0; t < ROUNDS; t++) {
            awaitTaken(taken, t, crew);
            pauses.pause();
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(taken).hasValue(ROUNDS);
    assertThat(observed).hasValue(ROUNDS);
  }

  private static void waitForObservedUntilDone(CalculatorGraph graph, Crew crew) {
    try {
      while (!crew.hasFailed()) {
        graph.waitForObservedOutput();
        crew.moved();
      }
    } catch (StatusException e) {
      assertThat(e.code()).isEqualTo(StatusCode.OUT_OF_RANGE);
    }
  }

  /** Taking makes room, which is told to the run, by each reader for itself. */
  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 ", "num_threads: 4 "})
  void readersOfShortQueuesDriveASource(String header) {
    int packets = 20_000;
    String source =
        "node { calculator: \"CountingSourceCalculator\" output_stream: \"a\" input_side_packet: \"MAX_COUNT:n\" } "
            + "node { calculator: \"PassThroughCalculator\" input_stream: \"a\" output_stream: \"b\" } ";
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + source));
    List<OutputStreamPoller> pollers =
        List.of(graph.addOutputStreamPoller("a"), graph.addOutputStreamPoller("b"));
    List<AtomicLong> taken = List.of(new AtomicLong(), new AtomicLong());
    crew.start(
        "starter",
        () -> {
          pollers.forEach(poller -> poller.setMaxQueueSize(1));
          graph.startRun(Map.of("n", Packet.of(packets)));
          for (int i = 0; i < pollers.size(); i++) {
            OutputStreamPoller poller = pollers.get(i);
            AtomicLong own = taken.get(i);
            crew.start("reader-" + i, () -> readInOrder(poller, own, crew));
          }
        });
    crew.join();
    assertThat(taken).allSatisfy(own -> assertThat(own).hasValue(packets));
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void aFullPolledStreamHoldsAFeederBack(String header) {
    int packets = 5_000;
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE));
    OutputStreamPoller poller = graph.addOutputStreamPoller("out");
    poller.setMaxQueueSize(2);
    graph.setInputStreamMaxQueueSize("in", 1);
    graph.startRun(Map.of());
    AtomicLong taken = new AtomicLong();
    crew.start("reader", () -> readInOrder(poller, taken, crew));
    crew.start(
        "feeder",
        () -> {
          for (long t = 0; t < packets; t++) {
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(taken).hasValue(packets);
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 "})
  void othersMayLimitEmptyAndMeasureTheQueueMeanwhile(String header) {
    int packets = 30_000;
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(header + ONE));
    OutputStreamPoller poller = graph.addOutputStreamPoller("out");
    graph.startRun(Map.of());
    AtomicInteger working = new AtomicInteger(1);
    crew.start(
        "reader",
        () -> {
          long last = -1;
          for (Optional<Packet> p = poller.next(); p.isPresent(); p = poller.next()) {
            assertThat(p.get().timestamp()).isGreaterThan(last);
            last = p.get().timestamp();
            crew.moved();
          }
        });
    crew.start(
        "limiting",
        () -> {
          Random random = new Random(3);
          while (working.get() > 0 && !crew.hasFailed()) {
            poller.setMaxQueueSize(random.nextInt(5) - 1);
          }
          poller.setMaxQueueSize(-1);
        });
    crew.start(
        "measuring",
        () -> {
          while (working.get() > 0 && !crew.hasFailed()) {
            assertThat(poller.queueSize()).isBetween(0, packets);
          }
        });
    crew.start(
        "emptying",
        () -> {
          Pauses pauses = new Pauses();
          while (working.get() > 0 && !crew.hasFailed()) {
            pauses.pause();
            poller.reset();
          }
        });
    crew.start(
        "feeder",
        () -> {
          for (long t = 0; t < packets; t++) {
            graph.addPacketToInputStream("in", Packet.of(t, t));
          }
          graph.waitUntilIdle();
          working.set(0);
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
  }

  @Test
  void anEmptiedPollerIsAtItsEndWhenTheRunIs() {
    Crew crew = new Crew();
    CalculatorGraph graph = crew.owns(graph(ONE));
    OutputStreamPoller poller = graph.addOutputStreamPoller("out");
    crew.start(
        "polling",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          graph.closeAllInputStreams();
          graph.waitUntilDone();
          assertThat(poller.queueSize()).isEqualTo(1);
          poller.reset();
          assertThat(poller.queueSize()).isZero();
          assertThat(poller.next()).isEmpty();
        });
    crew.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 ", ""})
  void allPacketsOfASourceArePolledInRunAfterRun(String header) {
    int packets = 100;
    Crew crew = new Crew();
    CalculatorGraph graph =
        crew.owns(
            graph(
                header
                    + "node { calculator: \"CountingSourceCalculator\" output_stream: \"output\" input_side_packet: \"MAX_COUNT:n\" }"));
    OutputStreamPoller poller = graph.addOutputStreamPoller("output");
    poller.setMaxQueueSize(100);
    crew.start(
        "polling",
        () -> {
          for (int run = 0; run < 500; run++) {
            graph.startRun(Map.of("n", Packet.of(packets)));
            AtomicLong taken = new AtomicLong();
            readInOrder(poller, taken, crew);
            graph.closeAllPacketSources();
            graph.waitUntilDone();
            assertThat(poller.next()).isEmpty();
            assertThat(taken).hasValue(packets);
          }
        });
    crew.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"num_threads: 1 ", "num_threads: 2 ", ""})
  void oneThreadPollsTwoStreamsInTurn(String header) {
    int packets = 100;
    Crew crew = new Crew();
    CalculatorGraph graph =
        crew.owns(
            graph(
                header
                    + "node { calculator: \"CountingSourceCalculator\" output_stream: \"a\" input_side_packet: \"MAX_COUNT:n\" } "
                    + "node { calculator: \"PassThroughCalculator\" input_stream: \"a\" output_stream: \"b\" }"));
    OutputStreamPoller a = graph.addOutputStreamPoller("a");
    OutputStreamPoller b = graph.addOutputStreamPoller("b");
    crew.start(
        "polling",
        () -> {
          for (int run = 0; run < 500; run++) {
            graph.startRun(Map.of("n", Packet.of(packets)));
            for (long t = 0; t < packets; t++) {
              assertThat(a.next().map(Packet::timestamp)).contains(t);
              assertThat(b.next().map(Packet::timestamp)).contains(t);
            }
            assertThat(a.next()).isEmpty();
            assertThat(b.next()).isEmpty();
            graph.waitUntilDone();
            crew.moved();
          }
        });
    crew.join();
  }
}
