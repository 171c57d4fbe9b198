package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors that run a task before they return, or take none. */
@Timeout(120)
class CallerThreadExecutorTest {
  private static final String ONE =
      "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" } ";
  private static final String ONE_NAMED =
      "executor { name: \"direct\" } input_stream: \"in\" "
          + "node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\" executor: \"direct\" } ";

  /** The ways to run on the caller's thread. */
  private enum Kind {
    METHOD {
      @Override
      Executor make(Crew crew) {
        return Runnable::run;
      }
    },
    OBJECT {
      @Override
      Executor make(Crew crew) {
        return new CurrentThread();
      }
    },
    BUSY_POOL {
      @Override
      Executor make(Crew crew) {
        return busy(crew, new SynchronousQueue<>());
      }
    },
    FULL_POOL {
      @Override
      Executor make(Crew crew) {
        ThreadPoolExecutor pool = busy(crew, new ArrayBlockingQueue<>(1));
        pool.execute(() -> {});
        return pool;
      }
    };

    abstract Executor make(Crew crew);

    private static ThreadPoolExecutor busy(Crew crew, BlockingQueue<Runnable> queue) {
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              1, 1, 0, TimeUnit.SECONDS, queue, new ThreadPoolExecutor.CallerRunsPolicy());
      CountDownLatch release = new CountDownLatch(1);
      pool.execute(
          () -> {
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      crew.owns(
          () -> {
            release.countDown();
            pool.shutdown();
          });
      return pool;
    }
  }

  private static final class CurrentThread implements Executor {
    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }

  private static GraphSettings with(String name, Executor executor) {
    return GraphSettings.standard().withExecutor(name, executor);
  }

  private static CalculatorGraph graph(Crew crew, GraphRunner runner, GraphSettings settings) {
    return crew.owns(new CalculatorGraph(runner.description(), settings));
  }

  private static List<Object> observed(CalculatorGraph graph, String stream) {
    List<Object> values = Collections.synchronizedList(new ArrayList<>());
    graph.observeOutputStream(stream, packet -> values.add(packet.value()));
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void runsAWholeRunAsTheDefault(Kind kind) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", kind.make(crew)));
    wholeRuns(crew, graph);
  }

  @ParameterizedTest
  @EnumSource
  void runsAWholeRunUnderAName(Kind kind) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE_NAMED), with("direct", kind.make(crew)));
    wholeRuns(crew, graph);
  }

  @ParameterizedTest
  @EnumSource
  void runsAWholeRunAsTheDefaultAndUnderAName(Kind kind) {
    Crew crew = new Crew();
    GraphSettings settings = with("direct", kind.make(crew)).withExecutor("", kind.make(crew));
    String more =
        "node { calculator: \"PassThroughCalculator\" input_stream: \"out\" output_stream: \"o\" } ";
    wholeRuns(crew, graph(crew, GraphRunner.of(ONE_NAMED + more), settings));
  }

  private static void wholeRuns(Crew crew, CalculatorGraph graph) {
    List<Object> values = observed(graph, "out");
    BlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
    graph.onDone(ends::add);
    crew.start(
        "application",
        () -> {
          for (int run = 0; run < 3; run++) {
            graph.startRun(Map.of());
            graph.waitUntilIdle();
            graph.addPacketToInputStream("in", Packet.of("a", 1));
            graph.addPacketToInputStream("in", Packet.of("b", 2));
            graph.setInputStreamTimestampBound("in", 10);
            graph.waitUntilIdle();
            assertThat(values).containsExactly("a", "b");
            graph.addPacketToInputStream("in", Packet.of("c", 10));
            graph.closeInputStream("in");
            graph.waitUntilDone();
            assertThat(values).containsExactly("a", "b", "c");
            values.clear();
            assertThat(ends.take()).isEmpty();
            crew.moved();
          }
        });
    crew.join();
    assertThat(ends).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void holdsBackWhilePaused(Kind kind) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", kind.make(crew)));
    List<Object> values = observed(graph, "out");
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.pause();
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          graph.addPacketToInputStream("in", Packet.of("b", 2));
          assertThat(values).isEmpty();
          graph.resume();
          graph.waitUntilIdle();
          assertThat(values).containsExactly("a", "b");
          graph.pause();
          graph.closeAllInputStreams();
          graph.resume();
          graph.waitUntilDone();
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenCancelled(Kind kind) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", kind.make(crew)));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          graph.cancel();
          assertThatThrownBy(graph::waitUntilDone)
              .isInstanceOfSatisfying(
                  StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.CANCELLED));
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenClosed(Kind kind) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", kind.make(crew)));
    BlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
    graph.onDone(ends::add);
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          graph.close();
          assertThat(ends.take().map(StatusException::code)).contains(StatusCode.CANCELLED);
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenANodeFails(Kind kind) {
    Crew crew = new Crew();
    GraphRunner runner =
        GraphRunner.of("input_stream: \"in\" node { calculator: \"Bad\" input_stream: \"in\" }")
            .calculator(
                "Bad",
                () ->
                    AnyPorts.processing(
                        cc -> {
                          throw new StatusException(StatusCode.DATA_LOSS, "torn");
                        }));
    CalculatorGraph graph = graph(crew, runner, with("", kind.make(crew)));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          assertThatThrownBy(graph::waitUntilDone).hasMessageContaining("torn");
        });
    crew.join();
  }

  @ParameterizedTest
  @EnumSource
  void runsASourceToItsEnd(Kind kind) {
    int packets = 100_000;
    Crew crew = new Crew();
    GraphRunner runner =
        GraphRunner.of(
            "node { calculator: \"CountingSourceCalculator\" output_stream: \"n\" input_side_packet: \"MAX_COUNT:max\" } "
                + "node { calculator: \"PassThroughCalculator\" input_stream: \"n\" output_stream: \"out\" } ");
    CalculatorGraph graph = graph(crew, runner, with("", kind.make(crew)));
    AtomicLong seen = new AtomicLong();
    graph.observeOutputStream("out", packet -> counted(seen, packet, crew));
    crew.start("application", () -> graph.run(Map.of("max", Packet.of(packets))));
    crew.join();
    assertThat(seen).hasValue(packets);
  }

  private static void counted(AtomicLong seen, Packet packet, Crew crew) {
    assertThat(packet.timestamp()).isEqualTo(seen.getAndIncrement());
    if (packet.timestamp() % 1024 == 0) {
      crew.moved();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEndlessSourceEndsWhenAnotherThreadCancels(Kind kind) {
    Crew crew = new Crew();
    CountDownLatch runs = new CountDownLatch(100);
    GraphRunner runner =
        GraphRunner.of("node { calculator: \"Endless\" output_stream: \"n\" }")
            .calculator("Endless", TestCalculators.Endless::new);
    CalculatorGraph graph = graph(crew, runner, with("", kind.make(crew)));
    graph.observeOutputStream("n", packet -> runs.countDown());
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          assertThatThrownBy(graph::waitUntilDone)
              .isInstanceOfSatisfying(
                  StatusException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.CANCELLED));
        });
    crew.start(
        "cancelling",
        () -> {
          runs.await();
          graph.cancel();
        });
    crew.join();
  }

  /** A node hands over to the next from inside its own executor's call. */
  @ParameterizedTest
  @CsvSource({"50, 1000", "1, 100000", "4, 100000"})
  void twoExecutorsTakeTurnsWithoutDeepStacks(int nodes, int packets) {
    StringBuilder text =
        new StringBuilder(
            "executor { name: \"even\" } executor { name: \"odd\" } "
                + "node { calculator: \"CountingSourceCalculator\" output_stream: \"s0\" input_side_packet: \"MAX_COUNT:max\" executor: \"even\" } ");
    for (int i = 1; i <= nodes; i++) {
      text.append(
          "node { calculator: \"PassThroughCalculator\" input_stream: \"s%d\" output_stream: \"s%d\" executor: \"%s\" } "
              .formatted(i - 1, i, i % 2 == 0 ? "even" : "odd"));
    }
    Crew crew = new Crew();
    GraphSettings settings = with("even", Runnable::run).withExecutor("odd", new CurrentThread());
    CalculatorGraph graph = graph(crew, GraphRunner.of(text.toString()), settings);
    AtomicLong seen = new AtomicLong();
    graph.observeOutputStream("s" + nodes, packet -> counted(seen, packet, crew));
    crew.start("application", () -> graph.run(Map.of("max", Packet.of(packets))));
    crew.join();
    assertThat(seen).hasValue(packets);
  }

  @Test
  void twoThreadsFeedAJoinOnTheirOwnThreads() {
    int packets = 3_000;
    Crew crew = new Crew();
    CalculatorGraph graph =
        graph(
            crew,
            GraphRunner.of(
                "input_stream: \"a\" input_stream: \"b\" "
                    + "node { calculator: \"PassThroughCalculator\" input_stream: \"a\" input_stream: \"b\" output_stream: \"x\" output_stream: \"y\" }"),
            with("", Runnable::run));
    AtomicLong seen = new AtomicLong();
    AtomicInteger left = new AtomicInteger(2);
    graph.observeOutputStream("y", packet -> counted(seen, packet, crew));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          for (String stream : List.of("a", "b")) {
            crew.start(
                "feeder-" + stream,
                () -> {
                  for (long t = 0; t < packets; t++) {
                    graph.addPacketToInputStream(stream, Packet.of(t, t));
                  }
                  if (left.decrementAndGet() == 0) {
                    graph.closeAllInputStreams();
                  }
                });
          }
          graph.waitUntilDone();
        });
    crew.join();
    assertThat(seen).hasValue(packets);
  }

  @Test
  void anExecutorTypeOfTheGraphMayRunOnTheCallersThread() {
    Crew crew = new Crew();
    GraphRunner runner =
        GraphRunner.of("executor { type: \"Direct\" } " + ONE)
            .register(
                registry -> registry.executorType("Direct", (name, options) -> Runnable::run));
    wholeRuns(crew, graph(crew, runner, GraphSettings.standard()));
  }

  // ---- executors that take nothing

  /** Takes so many tasks, each on a thread of its own, and no more. */
  private static final class Tired implements Executor {
    private final AtomicInteger left;

    Tired(int tasks) {
      left = new AtomicInteger(tasks);
    }

    @Override
    public void execute(Runnable task) {
      if (left.getAndDecrement() <= 0) {
        throw new RejectedExecutionException("tired");
      }
      Thread thread = new Thread(task, "tired");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 8})
  void aRunEndsWhenItsExecutorTakesNoMore(int tasks) {
    rejected(ONE, "", new Tired(tasks));
    rejected(ONE_NAMED, "direct", new Tired(tasks));
  }

  /** Adds, one after another, until the executor has had enough. */
  private static void rejected(String text, String name, Executor executor) {
    Crew crew = new Crew();
    CalculatorGraph graph = graph(crew, GraphRunner.of(text), with(name, executor));
    BlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
    graph.onDone(ends::add);
    crew.start(
        "application",
        () -> {
          assertThatThrownBy(
                  () -> {
                    graph.startRun(Map.of());
                    for (long t = 0; ; t++) {
                      graph.addPacketToInputStream("in", Packet.of(t, t));
                      graph.waitUntilIdle();
                    }
                  })
              .isInstanceOfSatisfying(
                  StatusException.class,
                  e -> assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE));
          assertThat(ends.take().map(StatusException::code)).contains(StatusCode.UNAVAILABLE);
        });
    crew.join();
    assertThat(ends).isEmpty();
  }

  @Test
  void aRunEndsWhenItsPoolIsShutDownInTheMiddle() {
    Crew crew = new Crew();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    crew.owns(pool::shutdownNow);
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", pool));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("a", 1));
          graph.waitUntilIdle();
          pool.shutdown();
          try {
            graph.addPacketToInputStream("in", Packet.of("b", 2));
          } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE);
          }
          assertThatThrownBy(graph::waitUntilDone)
              .isInstanceOfSatisfying(
                  StatusException.class,
                  e -> assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE));
        });
    crew.join();
  }

  @Test
  void aCancelledRunEndsThoughItsExecutorTakesNoMore() {
    Crew crew = new Crew();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    crew.owns(pool::shutdownNow);
    CalculatorGraph graph = graph(crew, GraphRunner.of(ONE), with("", pool));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.waitUntilIdle();
          pool.shutdown();
          graph.cancel();
          assertThatThrownBy(graph::waitUntilDone).hasMessageContaining("cancelled");
        });
    crew.join();
  }
}
