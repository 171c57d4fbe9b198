package dev.easel.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Control;

/** Time of one object on the way into a run: the engine's mailbox, Disruptor and the JDK's. */
@State(Scope.Group)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class HandOffBenchmark {
  private static final Object OBJECT = 7;

  /** The way. */
  @Param public HandOff.Kind kind = HandOff.Kind.MAILBOX;

  // JMH calls the setup before anything else.
  @SuppressWarnings("NullAway.Init")
  private HandOff handOff;

  /** Made by JMH. */
  public HandOffBenchmark() {}

  /** Makes it empty. */
  @Setup(Level.Iteration)
  public void open() {
    handOff = kind.open();
  }

  /** Puts and takes on one thread: what an order costs when nobody competes. */
  @Benchmark
  @Group("alone")
  public int putAndTake() {
    handOff.put(OBJECT);
    return handOff.takeAll();
  }

  /** Puts as fast as there is room. */
  @Benchmark
  @Group("stream")
  public void put(Control control) {
    while (!handOff.put(OBJECT) && !control.stopMeasurement) {
      Thread.onSpinWait();
    }
  }

  /** Takes what has come. */
  @Benchmark
  @Group("stream")
  public int take() {
    Thread.onSpinWait();
    return handOff.takeAll();
  }
}
