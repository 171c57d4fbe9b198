package dev.easel.framework.semantics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.config.GraphDescription;
import dev.easel.framework.graph.CalculatorGraph;
import dev.easel.framework.graph.GraphSettings;
import dev.easel.framework.packet.Packet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** A node whose calls were all short, and whose next one lasts. */
class LongCallTest {
  private static final String TEXT =
      """
      input_stream: "in"
      input_stream: "other"
      node { calculator: "Calm" input_stream: "in" output_stream: "out" }
      node { calculator: "PassThroughCalculator" input_stream: "other" output_stream: "past" }
      """;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  private final class Calm extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).set(Integer.class);
      cc.outputs().index(0).set(Integer.class);
    }

    @Override
    public void process(CalculatorContext cc) throws InterruptedException {
      if (cc.inputs().index(0).get(Integer.class) < 0) {
        begun.countDown();
        goOn.await();
      }
      cc.outputs().index(0).add(cc.inputs().index(0).packet());
    }
  }

  @RepeatedTest(20)
  @Timeout(60)
  void doesNotHoldOthersUp() throws Exception {
    assertOthersGoOn("num_threads: 2\n" + TEXT, GraphSettings.standard());
  }

  @RepeatedTest(20)
  @Timeout(60)
  void doesNotHoldOthersUpOnAnApplicationsPool() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      assertOthersGoOn(TEXT, GraphSettings.standard().withExecutor("", pool));
    } finally {
      pool.shutdown();
    }
  }

  /** Such an executor makes the thread wait that hands a task over. */
  @RepeatedTest(20)
  @Timeout(60)
  void doesNotHoldOthersUpWhereHandingOverWaits() throws Exception {
    SynchronousQueue<Runnable> offers = new SynchronousQueue<>();
    Runnable worker =
        () -> {
          try {
            while (true) {
              offers.take().run();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    List<Thread> threads = List.of(new Thread(worker), new Thread(worker));
    threads.forEach(Thread::start);
    try {
      assertOthersGoOn(TEXT, GraphSettings.standard().withExecutor("", task -> put(offers, task)));
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }

  private static void put(SynchronousQueue<Runnable> offers, Runnable task) {
    try {
      offers.put(task);
    } catch (InterruptedException e) {
      throw new RejectedExecutionException(e);
    }
  }

  private void assertOthersGoOn(String text, GraphSettings settings) throws Exception {
    GraphDescription description =
        GraphDescription.parse(
            text,
            "graph.pbtxt",
            CalculatorRegistry.standardBuilder(getClass().getClassLoader())
                .calculator("Calm", Calm::new)
                .build());
    try (CalculatorGraph graph = new CalculatorGraph(description, settings)) {
      CountDownLatch past = new CountDownLatch(1);
      AtomicInteger out = new AtomicInteger();
      graph.observeOutputStream("out", packet -> out.incrementAndGet());
      graph.observeOutputStream("past", packet -> past.countDown());
      graph.startRun(Map.of());
      for (int t = 0; t < 5000; t++) {
        graph.addPacketToInputStream("in", Packet.of(t, t));
      }
      graph.addPacketToInputStream("in", Packet.of(-1, 5000));
      begun.await();
      graph.addPacketToInputStream("other", Packet.of(1, 1));
      past.await();
      assertThat(out).hasValue(5000);
      goOn.countDown();
      graph.closeAllInputStreams();
      graph.waitUntilDone();
      assertThat(out).hasValue(5001);
    }
  }
}
