package dev.easel.framework.storm;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The calculators of a storm. All packets carry their own time, as a {@code Long}. */
final class StormCalculators {
  /**
   * The calculators that hand each packet of each input on, in order, each in another way: a graph
   * takes any of them for any node that passes on.
   */
  static final List<String> WAYS_TO_PASS =
      List.of("AtOnce", "AfterAWhile", "AfterAnotherThread", "AfterAWait");

  private StormCalculators() {}

  static CalculatorRegistry registry() {
    CalculatorRegistry.Builder registry =
        CalculatorRegistry.standardBuilder(StormCalculators.class.getClassLoader());
    register(registry);
    return registry.build();
  }

  private static void register(CalculatorRegistry.Builder registry) {
    registry.calculator("AtOnce", Passing::new);
    registry.calculator("AfterAWhile", AfterAWhile::new);
    registry.calculator("AfterAnotherThread", AfterAnotherThread::new);
    registry.calculator("AfterAWait", AfterAWait::new);
    registry.calculator("Fails", Fails::new);
    registry.calculator("Numbers", Numbers::new);
    registry.calculator("Sink", Sink::new);
  }

  /** Passes each input on to the output of the same number. */
  private static class Passing extends Calculator {
    @Override
    public final void contract(CalculatorContract cc) {
      for (int id = 0; id < cc.inputs().size(); id++) {
        cc.inputs().index(id).setAny();
        if (id < cc.outputs().size()) {
          cc.outputs().index(id).setAny();
        }
      }
      if (cc.inputs().size() == 1) {
        cc.setTimestampOffset(0);
      }
    }

    @Override
    public void process(CalculatorContext cc) throws Exception {
      pass(cc);
    }

    final void pass(CalculatorContext cc) {
      for (int id = 0; id < cc.outputs().size(); id++) {
        if (!cc.inputs().index(id).isEmpty()) {
          cc.outputs().index(id).add(cc.inputs().index(id).packet());
        }
      }
    }
  }

  private static final class AfterAWhile extends Passing {
    @Override
    public void process(CalculatorContext cc) {
      // Long enough for others to come in between, and different from call to call.
      for (long i = (cc.inputTimestamp() * 31 & 1023); i > 0 && !cc.isCancelled(); i--) {
        Thread.onSpinWait();
      }
      pass(cc);
    }
  }

  private static final class AfterAnotherThread extends Passing {
    @Override
    @SuppressWarnings("ThreadPriorityCheck") // that is the point
    public void process(CalculatorContext cc) {
      if (cc.inputTimestamp() % 16 == 0) {
        Thread.yield();
      }
      pass(cc);
    }
  }

  /** Waits without a thread, until another one says that it may go on. */
  private static final class AfterAWait extends Passing {
    @Override
    public void process(CalculatorContext cc) {
      cc.suspendUntil(CompletableFuture.runAsync(() -> {}), (later, nothing) -> pass(later));
    }
  }

  /** Passes on, up to some packet of each run. */
  private static final class Fails extends Passing {
    private int left = 40;

    @Override
    public void process(CalculatorContext cc) {
      if (left-- == 0) {
        throw new StatusException(StatusCode.DATA_LOSS, "a storm's node failed");
      }
      pass(cc);
    }
  }

  /** Counts to a number from 0. */
  private static final class Numbers extends Calculator {
    private long next;

    @Override
    public void contract(CalculatorContract cc) {
      cc.inputSidePackets().index(0).set(Integer.class);
      cc.outputs().index(0).set(Long.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      if (next == cc.inputSidePackets().index(0).get(Integer.class)) {
        cc.stop();
        return;
      }
      cc.outputs().index(0).add(next, next);
      next++;
    }
  }

  private static final class Sink extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      for (int id = 0; id < cc.inputs().size(); id++) {
        cc.inputs().index(id).setAny();
      }
    }

    @Override
    public void process(CalculatorContext cc) {}
  }
}
