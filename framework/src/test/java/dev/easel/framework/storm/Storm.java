package dev.easel.framework.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.AddMode;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.graph.OutputStreamPoller;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.watch.Crew;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One random graph, some runs of it, and threads that call it all the while. */
final class Storm {
  private static final int RUNS = 4;
  private static final int CALLERS = 2;
  private static final int CALLS = 60;
  private static final int PACKETS = 80;

  private final Random random;
  private final StormGraph shape;
  private final AtomicLong operations;
  private final Crew crew = new Crew();
  private final LinkedBlockingQueue<Optional<StatusException>> ends = new LinkedBlockingQueue<>();
  private final List<PolledStream> polled = new ArrayList<>();
  private final CalculatorGraph graph;

  /** Held to end a run on purpose; alone, to go from one run to the next. */
  private final ReadWriteLock between = new ReentrantReadWriteLock();

  private final List<Observed> observed = new ArrayList<>();
  private volatile StormRun run = new StormRun();

  private record PolledStream(StormGraph.Stream stream, OutputStreamPoller poller) {}

  /** An observer, which stays for all runs. */
  private static final class Observed {
    private final StormGraph.Stream stream;
    private volatile StormRun.Seen seen;

    Observed(StormGraph.Stream stream, StormRun first) {
      this.stream = stream;
      seen = first.listener(stream, "observer");
    }

    void add(Packet packet) {
      seen.add(packet);
    }
  }

  private Storm(long seed, Executor pool, AtomicLong operations) {
    random = new Random(seed);
    shape = new StormGraph(random);
    this.operations = operations;
    GraphDescription description =
        GraphDescription.parse(shape.text(), "storm.pbtxt", StormCalculators.registry());
    GraphSettings settings = GraphSettings.standard();
    for (StormGraph.Given given : shape.given()) {
      settings =
          settings.withExecutor(
              given.name(), given.kind() == StormGraph.Given.Kind.POOL ? pool : Runnable::run);
    }
    graph = crew.owns(new CalculatorGraph(description, settings));
    graph.onDone(ends::add);
    for (StormGraph.Stream stream : shape.streams()) {
      if (random.nextInt(3) > 0) {
        Observed made = new Observed(stream, run);
        observed.add(made);
        graph.observeOutputStream(
            stream.name(),
            packet -> {
              made.add(packet);
              crew.moved();
            },
            random.nextInt(3) == 0);
      }
      if (random.nextInt(5) == 0) {
        polled.add(
            new PolledStream(
                stream, graph.addOutputStreamPoller(stream.name(), random.nextBoolean())));
      }
    }
  }

  /** Lets one storm go by; the operations of its threads are counted. */
  static void pass(long seed, Executor pool, AtomicLong operations) {
    Storm storm = new Storm(seed, pool, operations);
    try {
      storm.pass();
    } catch (AssertionError e) {
      throw new AssertionError(
          "storm of seed " + seed + ":\n" + storm.shape.text() + e.getMessage(), e);
    }
  }

  private void pass() {
    int runs = 1 + random.nextInt(RUNS);
    long driverSeed = random.nextLong();
    for (int i = 0; i < CALLERS; i++) {
      Random own = new Random(random.nextLong());
      int calls = CALLS * runs;
      crew.start("caller-" + i, () -> call(own, calls));
    }
    crew.start("driver", () -> drive(new Random(driverSeed), runs));
    crew.join();
    assertThat(ends).isEmpty();
  }

  private void did() {
    operations.incrementAndGet();
    crew.moved();
  }

  /** The code of what came out of a call. */
  private StatusCode code(Runnable call) {
    try {
      call.run();
      return StatusCode.OK;
    } catch (StatusException e) {
      return e.code();
    } finally {
      did();
    }
  }

  // ---- runs, one after another

  private void drive(Random own, int runs) throws Exception {
    for (int i = 0; i < runs && !crew.hasFailed(); i++) {
      StormRun next = start(own);
      CountDownLatch feeding = new CountDownLatch(shape.inputs().size());
      CountDownLatch reading = new CountDownLatch(polled.size());
      for (int input = 0; input < shape.inputs().size(); input++) {
        String name = shape.inputs().get(input);
        StormRun.Origin origin = next.origin(input);
        Random chance = new Random(own.nextLong());
        crew.start("feeder-" + name, () -> feed(chance, next, name, origin, feeding));
      }
      for (PolledStream each : polled) {
        StormRun.Seen seen = next.listener(each.stream, "poller");
        Random chance = new Random(own.nextLong());
        crew.start("reader-" + each.stream.name(), () -> read(chance, each.poller, seen, reading));
      }
      feeding.await();
      end(own, next, i == runs - 1);
      code(graph::waitUntilDone);
      Optional<StatusException> status = ends.take();
      reading.await();
      assertThat(ends).as("more than one end of one run").isEmpty();
      status.ifPresent(Storm::checkWhy);
      next.check(shape.inputs().size(), status);
    }
  }

  /** Nothing else can go wrong in these graphs. */
  private static void checkWhy(StatusException status) {
    assertThat(status.code()).isIn(StatusCode.CANCELLED, StatusCode.DATA_LOSS, StatusCode.UNKNOWN);
    assertThat(status.message()).containsAnyOf("cancelled", "a storm's node failed");
    assertThat(status.message()).doesNotContain("mismatch").doesNotContain("did not return");
  }

  private StormRun start(Random own) {
    StormRun next = new StormRun();
    Map<String, Packet> sides = new HashMap<>();
    shape.inputs().forEach(input -> next.input());
    for (int i = 0; i < shape.sources(); i++) {
      int count = own.nextInt(300);
      next.source(count);
      sides.put("count_" + i, Packet.of(count));
    }
    graph.setAddMode(own.nextInt(3) == 0 ? AddMode.ADD_IF_NOT_FULL : AddMode.WAIT_TILL_NOT_FULL);
    between.writeLock().lock();
    try {
      for (Observed each : observed) {
        each.seen = next.listener(each.stream, "observer");
      }
      run = next;
      graph.startRun(sides);
    } finally {
      between.writeLock().unlock();
    }
    did();
    return next;
  }

  private void end(Random own, StormRun of, boolean last) {
    switch (own.nextInt(10)) {
      case 0 -> graph.cancel();
      case 1 -> {
        of.endsSources();
        graph.closeAllPacketSources();
      }
      case 2 -> {
        if (last) {
          graph.close();
        } else {
          graph.closeAllInputStreams();
        }
      }
      default -> graph.closeAllInputStreams();
    }
    did();
  }

  // ---- threads of one run

  private void feed(
      Random own, StormRun of, String name, StormRun.Origin origin, CountDownLatch feeding) {
    try {
      long time = 0;
      for (int i = own.nextInt(PACKETS); i > 0; i--) {
        time += 1 + own.nextInt(3);
        long now = time;
        StatusCode code =
            own.nextInt(8) == 0
                ? code(() -> graph.setInputStreamTimestampBound(name, now))
                : add(of, name, origin, now);
        if (code != StatusCode.OK && code != StatusCode.UNAVAILABLE) {
          // The run is over.
          return;
        }
      }
      if (own.nextInt(3) == 0) {
        code(() -> graph.closeInputStream(name));
      }
    } finally {
      feeding.countDown();
    }
  }

  private StatusCode add(StormRun of, String name, StormRun.Origin origin, long time) {
    StatusCode code = code(() -> graph.addPacketToInputStream(name, Packet.of(time, time)));
    if (code == StatusCode.OK) {
      of.fed(origin, time);
    }
    return code;
  }

  private void read(
      Random own, OutputStreamPoller poller, StormRun.Seen seen, CountDownLatch reading) {
    boolean plays = own.nextInt(3) == 0;
    try {
      for (Optional<Packet> p = poller.next(); p.isPresent(); p = poller.next()) {
        seen.add(p.get());
        did();
        if (plays) {
          play(own, poller, seen);
        }
      }
    } finally {
      reading.countDown();
    }
  }

  private static void play(Random own, OutputStreamPoller poller, StormRun.Seen seen) {
    switch (own.nextInt(12)) {
      case 0 -> {
        seen.mayMiss();
        poller.reset();
      }
      case 1 -> poller.setMaxQueueSize(1 + own.nextInt(4));
      case 2 -> poller.setMaxQueueSize(-1);
      case 3 -> assertThat(poller.queueSize()).isNotNegative();
      default -> {}
    }
  }

  // ---- threads that call all the while

  private void call(Random own, int calls) {
    for (int i = 0; i < calls && !crew.hasFailed(); i++) {
      StatusCode code = code(() -> callOnce(own));
      assertThat(code).as("what came of a call").isIn(CALLERS_MAY_GET);
    }
  }

  private static final Set<StatusCode> CALLERS_MAY_GET =
      Set.of(
          StatusCode.OK,
          // What the run ended with.
          StatusCode.CANCELLED,
          StatusCode.DATA_LOSS,
          StatusCode.UNKNOWN,
          // The run has not started yet, or is over.
          StatusCode.INTERNAL,
          StatusCode.FAILED_PRECONDITION,
          StatusCode.OUT_OF_RANGE,
          StatusCode.NOT_FOUND);

  private void callOnce(Random own) {
    int which = own.nextInt(200);
    if (which < 50) {
      graph.waitUntilIdle();
    } else if (which < 80) {
      graph.waitForObservedOutput();
    } else if (which < 85) {
      graph.waitUntilDone();
    } else if (which < 130) {
      ask(which);
    } else if (which < 160) {
      pause(own);
    } else if (which < 175) {
      changeWhatIsNext(own, which);
    } else if (which < 180) {
      endSome(own, which);
    } else {
      assertThat(graph.description().plan().nodes()).isNotEmpty();
    }
  }

  private void ask(int which) {
    switch (which % 5) {
      case 0 -> graph.hasError();
      case 1 -> assertThat(graph.runtimeInfo().getCalculatorInfosCount()).isPositive();
      case 2 -> assertThat(graph.calculatorProfiles()).isNotEmpty();
      case 3 -> assertThat(graph.captureProfile().getCalculatorProfilesCount()).isPositive();
      default -> graph.outputSidePacket("there is none");
    }
  }

  private void pause(Random own) {
    graph.pause();
    try {
      for (int i = own.nextInt(2_000); i > 0; i--) {
        Thread.onSpinWait();
      }
    } finally {
      graph.resume();
    }
  }

  /** For the next run, or too late for this one. */
  private void changeWhatIsNext(Random own, int which) {
    StormGraph.Stream stream = shape.streams().get(own.nextInt(shape.streams().size()));
    switch (which % 3) {
      case 0 -> graph.observeOutputStream(stream.name(), packet -> {});
      case 1 -> graph.addOutputStreamPoller(stream.name());
      default -> {
        if (!shape.inputs().isEmpty()) {
          String input = shape.inputs().get(own.nextInt(shape.inputs().size()));
          graph.setInputStreamMaxQueueSize(input, 1 + own.nextInt(5));
        }
      }
    }
  }

  private void endSome(Random own, int which) {
    between.readLock().lock();
    try {
      StormRun present = run;
      if (which == 175) {
        graph.cancel();
      } else if (which == 176) {
        present.endsSources();
        graph.closeAllPacketSources();
      } else if (which == 177) {
        present.endsInputs();
        graph.closeAllInputStreams();
      } else if (!shape.inputs().isEmpty()) {
        present.endsInputs();
        graph.closeInputStream(shape.inputs().get(own.nextInt(shape.inputs().size())));
      }
    } finally {
      between.readLock().unlock();
    }
  }
}
