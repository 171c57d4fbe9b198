package dev.easel.bench.executor;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.Suspension;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.packet.Packet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What a call costs that waits without a thread, and how soon it goes on. */
final class SuspendedCalls {
  private final BlockingQueue<Suspension> waits = new LinkedBlockingQueue<>();

  /** When the last call began or went on. */
  private volatile long reached;

  /**
   * Figures of calls that wait.
   *
   * @param bytesPerCall heap that one suspended call takes, with its packet
   * @param threads how many threads there are more than before
   * @param handOffNanos from adding a packet to its call, on a worker; the median
   * @param resumeNanos from resuming a call to its next step, on a worker; the median
   */
  record Figures(double bytesPerCall, int threads, long handOffNanos, long resumeNanos) {}

  private final class Waits extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      cc.outputs().index(0).setAny();
    }

    @Override
    public void process(CalculatorContext cc) {
      reached = System.nanoTime();
      waits.add(cc.suspend());
    }
  }

  Figures measure(int calls, int rounds) throws InterruptedException {
    GraphDescription description =
        GraphDescription.parse(
            """
            num_threads: 1
            input_stream: "in"
            max_queue_size: -1
            node { calculator: "Waits" max_in_flight: %d input_stream: "in" output_stream: "out" }
            """
                .formatted(calls),
            "suspended.pbtxt",
            CalculatorRegistry.standardBuilder(SuspendedCalls.class.getClassLoader())
                .calculator("Waits", Waits::new)
                .build());
    try (CalculatorGraph graph = new CalculatorGraph(description)) {
      graph.startRun(Map.of());
      long[] handOffs = new long[rounds];
      long[] resumes = new long[rounds];
      for (int i = 0; i < rounds; i++) {
        Packet packet = Packet.of(i, i);
        long start = System.nanoTime();
        graph.addPacketToInputStream("in", packet);
        Suspension wait = waits.take();
        handOffs[i] = reached - start;
        start = System.nanoTime();
        wait.resume(cc -> reached = System.nanoTime());
        graph.waitUntilIdle();
        resumes[i] = reached - start;
      }
      Arrays.sort(handOffs);
      Arrays.sort(resumes);
      int threads = Thread.activeCount();
      long before = heap();
      List<Suspension> all = new ArrayList<>(calls);
      for (int i = 0; i < calls; i++) {
        graph.addPacketToInputStream("in", Packet.of(i, rounds + i));
        all.add(waits.take());
      }
      double bytes = (heap() - before) / (double) calls;
      int more = Thread.activeCount() - threads;
      all.forEach(wait -> wait.resume(cc -> {}));
      graph.closeAllInputStreams();
      graph.waitUntilDone();
      return new Figures(bytes, more, handOffs[rounds / 2], resumes[rounds / 2]);
    }
  }

  private static long heap() {
    ManagementFactory.getMemoryMXBean().gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
