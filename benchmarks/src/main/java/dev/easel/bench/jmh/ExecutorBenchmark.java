package dev.easel.bench.jmh;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import dev.easel.framework.scheduler.WorkerPool;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Time from handing a task to an executor's one thread until it has run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ExecutorBenchmark {
  /** The executors that are compared. */
  public enum Kind {
    /** The engine's own. */
    WORKER_POOL,
    /** The JDK's pool over a linked queue. */
    THREAD_POOL,
    /** The JDK's work-stealing pool. */
    FORK_JOIN,
    /** A ring whose consumer yields while it waits, and so keeps a core busy. */
    DISRUPTOR_YIELDING,
    /** A ring whose consumer sleeps while it waits. */
    DISRUPTOR_BLOCKING
  }

  /** The executor. */
  @Param public Kind kind = Kind.WORKER_POOL;

  /** How long nothing is handed over before each task. */
  @Param({"0", "100"})
  public int pauseMicros;

  private final AtomicLong ran = new AtomicLong();
  private final Runnable task = ran::incrementAndGet;

  // JMH calls the setup before anything else.
  @SuppressWarnings("NullAway.Init")
  private Executor executor;

  @SuppressWarnings("NullAway.Init")
  private AutoCloseable owner;

  /** Made by JMH. */
  public ExecutorBenchmark() {}

  private static final class Slot {
    @Nullable Runnable task;
  }

  /** Starts the executor. */
  @Setup(Level.Trial)
  public void open() {
    switch (kind) {
      case WORKER_POOL -> {
        WorkerPool pool = new WorkerPool("bench", 1);
        executor = pool;
        owner = pool;
      }
      case THREAD_POOL -> use(Executors.newFixedThreadPool(1));
      case FORK_JOIN -> use(new ForkJoinPool(1));
      case DISRUPTOR_YIELDING -> use(new YieldingWaitStrategy());
      case DISRUPTOR_BLOCKING -> use(new BlockingWaitStrategy());
    }
  }

  private void use(ExecutorService service) {
    executor = service;
    owner = service::shutdownNow;
  }

  private void use(WaitStrategy waiting) {
    Disruptor<Slot> disruptor =
        new Disruptor<>(
            Slot::new,
            1024,
            (Runnable r) -> {
              Thread thread = new Thread(r, "bench");
              thread.setDaemon(true);
              return thread;
            },
            ProducerType.MULTI,
            waiting);
    disruptor.handleEventsWith(
        (slot, sequence, last) -> {
          Runnable next = slot.task;
          if (next != null) {
            next.run();
          }
        });
    disruptor.start();
    executor = next -> disruptor.publishEvent((slot, sequence) -> slot.task = next);
    owner = disruptor::shutdown;
  }

  /** Ends its thread. */
  @TearDown(Level.Trial)
  public void close() throws Exception {
    owner.close();
  }

  /** Hands a task over and looks until it has run; the pause before is part of the time. */
  @Benchmark
  public void run() {
    if (pauseMicros > 0) {
      long end = System.nanoTime() + pauseMicros * 1000L;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
    long wanted = ran.get() + 1;
    executor.execute(task);
    while (ran.get() < wanted) {
      Thread.onSpinWait();
    }
  }
}
