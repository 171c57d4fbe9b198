package dev.easel.framework.interleaving;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.Suspension;
import dev.easel.framework.node.Suspended;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that is put aside while somebody resumes it. */
final class SuspendedModels {
  private SuspendedModels() {}

  private static final class Counted implements Runnable {
    final AtomicInteger times = new AtomicInteger();

    @Override
    public void run() {
      times.incrementAndGet();
    }
  }

  private static final class NextStep implements Suspension.Step {
    @Override
    public void run(CalculatorContext cc) {}
  }

  private static final class PuttingAside extends Thread {
    private final Suspended call;
    private final Counted counted;

    PuttingAside(Suspended call, Counted counted) {
      this.call = call;
      this.counted = counted;
    }

    @Override
    public void run() {
      if (!call.putAside()) {
        counted.run();
      }
    }
  }

  private static final class Resuming extends Thread {
    private final Suspended call;
    private boolean won;

    Resuming(Suspended call) {
      this.call = call;
    }

    @Override
    public void run() {
      won = call.resume(new NextStep());
    }
  }

  /** It goes on once, and one of two who resume it wins. */
  static final class GoesOnOnce implements Runnable {
    @Override
    public void run() {
      Counted counted = new Counted();
      Suspended call = new Suspended(counted);
      Resuming one = new Resuming(call);
      Resuming other = new Resuming(call);
      Together.run(new PuttingAside(call, counted), one, other);
      Together.check(counted.times.get() == 1, "went on " + counted.times + " times");
      Together.check(one.won != other.won, "both or none won");
    }
  }

  /** What {@link Suspended} does, with its two looks before its two writes. */
  private static final class LooksFirst {
    private volatile boolean step;
    private volatile boolean aside;
    private final Counted counted;

    LooksFirst(Counted counted) {
      this.counted = counted;
    }

    void putAside() {
      boolean isThere = step;
      aside = true;
      if (isThere) {
        counted.run();
      }
    }

    void resume() {
      boolean isAside = aside;
      step = true;
      if (isAside) {
        counted.run();
      }
    }
  }

  private static final class Half extends Thread {
    private final LooksFirst call;
    private final boolean resumes;

    Half(LooksFirst call, boolean resumes) {
      this.call = call;
      this.resumes = resumes;
    }

    @Override
    public void run() {
      if (resumes) {
        call.resume();
      } else {
        call.putAside();
      }
    }
  }

  /** A twin with a fault: nobody has it go on. */
  static final class LooksBeforeItWrites implements Runnable {
    @Override
    public void run() {
      Counted counted = new Counted();
      LooksFirst call = new LooksFirst(counted);
      Together.run(new Half(call, false), new Half(call, true));
      Together.check(counted.times.get() == 1, "went on " + counted.times + " times");
    }
  }
}
