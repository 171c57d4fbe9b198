package dev.easel.framework.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.testing.GraphRunner;
import dev.easel.framework.watch.Crew;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The threads of executors: those that nobody needs end, and those that hang are done without. */
@Timeout(180)
class ExecutorThreadsTest {
  /** Longer than idle threads stay. */
  private static final Duration LONG = Duration.ofSeconds(60);

  private static String pool(String name, String prefix) {
    return "executor { %s type: \"ThreadPoolExecutor\" options { [mediapipe.ThreadPoolExecutorOptions.ext] { num_threads: 2 thread_name_prefix: \"%s\" } } } "
        .formatted(name.isEmpty() ? "" : "name: \"" + name + "\"", prefix);
  }

  private static String pass(String executor) {
    return "input_stream: \"in\" node { calculator: \"PassThroughCalculator\" input_stream: \"in\" output_stream: \"out\"%s } "
        .formatted(executor.isEmpty() ? "" : " executor: \"" + executor + "\"");
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }

  private static void run(CalculatorGraph graph) {
    graph.startRun(Map.of());
    graph.addPacketToInputStream("in", Packet.of("a", 1));
    graph.addPacketToInputStream("in", Packet.of("b", 2));
    graph.closeAllInputStreams();
    graph.waitUntilDone();
  }

  /** Each is asked again after its end, since a thread may have been started meanwhile. */
  private static void awaitEnd(String prefix) {
    Crew crew = new Crew(LONG);
    crew.start(
        "joining",
        () -> {
          for (List<Thread> left = threads(prefix); !left.isEmpty(); left = threads(prefix)) {
            for (Thread thread : left) {
              thread.join();
              crew.moved();
            }
          }
        });
    crew.join();
  }

  @Test
  void aNamedExecutorsThreadsEndThoughNobodyClosesTheGraph() {
    CalculatorGraph graph =
        new CalculatorGraph(GraphRunner.of(pool("io", "leaves-named") + pass("io")).description());
    Crew.run(() -> run(graph));
    awaitEnd("leaves-named");
  }

  @Test
  void theDefaultExecutorsThreadsEndThoughNobodyClosesTheGraph() {
    CalculatorGraph graph =
        new CalculatorGraph(GraphRunner.of(pool("", "leaves-default") + pass("")).description());
    Crew.run(() -> run(graph));
    awaitEnd("leaves-default");
  }

  @Test
  void theThreadsOfManyGraphsEndThoughNobodyClosesThem() {
    var description = GraphRunner.of(pool("io", "leaves-many") + pass("io")).description();
    ExecutorService shared = Executors.newFixedThreadPool(2);
    GraphSettings settings = GraphSettings.standard().withExecutor("", shared);
    Crew crew = new Crew();
    crew.owns(shared::shutdown);
    crew.start(
        "application",
        () -> {
          for (int i = 0; i < 50; i++) {
            run(new CalculatorGraph(description, settings));
            crew.moved();
          }
        });
    crew.join();
    awaitEnd("leaves-many");
  }

  @Test
  void aGraphWhoseThreadsHaveEndedRunsAgain() {
    CalculatorGraph graph =
        new CalculatorGraph(GraphRunner.of(pool("io", "leaves-again") + pass("io")).description());
    Crew.run(() -> run(graph));
    awaitEnd("leaves-again");
    Crew.run(() -> run(graph));
    awaitEnd("leaves-again");
    Crew.run(graph::close);
  }

  @Test
  void aFailedRunLeavesNoThreads() {
    CalculatorGraph graph =
        new CalculatorGraph(
            GraphRunner.of(
                    pool("io", "leaves-failed")
                        + "input_stream: \"in\" node { calculator: \"Bad\" input_stream: \"in\" executor: \"io\" }")
                .calculator(
                    "Bad",
                    () ->
                        AnyPorts.processing(
                            cc -> {
                              throw new StatusException(StatusCode.DATA_LOSS, "torn");
                            }))
                .description());
    Crew.run(() -> assertThat(Failure.of(() -> run(graph))).isPresent());
    awaitEnd("leaves-failed");
  }

  // ---- threads that do not come back

  /** Executors from outside that have one thread. */
  private enum Given {
    POOL {
      @Override
      Executor make(Crew crew) {
        ExecutorService pool =
            Executors.newFixedThreadPool(
                1,
                task -> {
                  Thread thread = new Thread(task, "given-pool");
                  thread.setDaemon(true);
                  return thread;
                });
        crew.owns(pool::shutdownNow);
        return pool;
      }
    },
    PLAIN {
      @Override
      Executor make(Crew crew) {
        LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        Thread thread = new Thread(() -> runAll(tasks), "given-plain");
        thread.setDaemon(true);
        thread.start();
        return tasks::add;
      }
    };

    abstract Executor make(Crew crew);

    @SuppressWarnings("InfiniteLoopStatement") // a daemon, as long as the tests last
    private static void runAll(LinkedBlockingQueue<Runnable> tasks) {
      while (true) {
        try {
          tasks.take().run();
        } catch (InterruptedException e) {
          // Meant for a task that is over.
        }
      }
    }
  }

  /** Hangs in its first call, whatever happens; passes on in the others. */
  private static AnyPorts hangs(AtomicInteger calls, CountDownLatch hangs, CountDownLatch release) {
    return AnyPorts.processing(
        cc -> {
          if (calls.getAndIncrement() == 0) {
            hangs.countDown();
            awaitIgnoringInterrupts(release);
          }
          TestCalculators.pass(cc);
        });
  }

  private static void awaitIgnoringInterrupts(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // As native code would.
      }
    }
  }

  private static final String BAD =
      "node { calculator: \"Bad\" input_stream: \"in\" output_stream: \"out\"%s } ";

  @ParameterizedTest
  @EnumSource
  void aHangInAGivenDefaultExecutorEndsWithTheGrace(Given given) {
    Crew crew = new Crew();
    hang(crew, "input_stream: \"in\" " + BAD.formatted(""), "", given.make(crew));
  }

  @ParameterizedTest
  @EnumSource
  void aHangInAGivenNamedExecutorEndsWithTheGrace(Given given) {
    Crew crew = new Crew();
    hang(
        crew,
        "executor { name: \"io\" } input_stream: \"in\" " + BAD.formatted(" executor: \"io\""),
        "io",
        given.make(crew));
  }

  private static void hang(Crew crew, String text, String name, Executor executor) {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    var description =
        GraphRunner.of(text).calculator("Bad", () -> hangs(calls, hangs, release)).description();
    GraphSettings settings =
        GraphSettings.standard().withExecutor(name, executor).withGrace(Duration.ofMillis(50));
    CalculatorGraph graph = crew.owns(new CalculatorGraph(description, settings));
    AtomicInteger seen = new AtomicInteger();
    graph.observeOutputStream("out", packet -> seen.incrementAndGet());
    crew.owns(release::countDown);
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in", Packet.of("x", 0));
          hangs.await();
          graph.cancel();
          assertThat(Failure.of(graph::waitUntilDone).map(StatusException::code))
              .contains(StatusCode.CANCELLED);
          assertThat(seen).hasValue(0);
          for (int run = 1; run <= 3; run++) {
            run(graph);
            assertThat(seen).hasValue(2 * run);
            crew.moved();
          }
          CalculatorGraph another = crew.owns(new CalculatorGraph(description, settings));
          run(another);
          release.countDown();
          run(graph);
          assertThat(seen).hasValue(8);
        });
    crew.join();
  }

  /** Every call of a run hangs, on every thread that there is. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void asManyHangsAsThereAreThreadsEndWithTheGrace(int width) {
    Crew crew = new Crew();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            width,
            task -> {
              Thread thread = new Thread(task, "given-wide");
              thread.setDaemon(true);
              return thread;
            });
    crew.owns(pool::shutdownNow);
    CountDownLatch hangs = new CountDownLatch(width);
    CountDownLatch release = new CountDownLatch(1);
    crew.owns(release::countDown);
    String text =
        IntStream.range(0, width)
            .mapToObj(
                "input_stream: \"in_%1$d\" node { calculator: \"Bad\" input_stream: \"in_%1$d\" } "
                    ::formatted)
            .collect(Collectors.joining());
    var description =
        GraphRunner.of(text)
            .calculator(
                "Bad",
                () ->
                    AnyPorts.processing(
                        cc -> {
                          if (release.getCount() > 0 && hangs.getCount() > 0) {
                            hangs.countDown();
                            awaitIgnoringInterrupts(release);
                          }
                        }))
            .description();
    GraphSettings settings =
        GraphSettings.standard().withExecutor("", pool).withGrace(Duration.ofMillis(50));
    CalculatorGraph graph = crew.owns(new CalculatorGraph(description, settings));
    crew.start(
        "application",
        () -> {
          graph.startRun(Map.of());
          for (int i = 0; i < width; i++) {
            graph.addPacketToInputStream("in_" + i, Packet.of("x", 0));
          }
          hangs.await();
          graph.cancel();
          assertThat(Failure.of(graph::waitUntilDone).map(StatusException::code))
              .contains(StatusCode.CANCELLED);
          graph.startRun(Map.of());
          graph.addPacketToInputStream("in_0", Packet.of("x", 0));
          graph.closeAllInputStreams();
          graph.waitUntilDone();
        });
    crew.join();
  }
}
