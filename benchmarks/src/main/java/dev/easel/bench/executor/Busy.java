package dev.easel.bench.executor;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/** Keeps a core busy for a fixed amount of arithmetic per packet, then passes the packet on. */
public final class Busy extends Calculator {
  private final long rounds;
  private long sink;

  /** A calculator that computes for {@code rounds} rounds of a few operations each. */
  public Busy(long rounds) {
    this.rounds = rounds;
  }

  /** How many rounds take {@code nanos} here and now, measured. */
  public static long roundsFor(long nanos) {
    long rounds = 1 << 20;
    long best = Long.MAX_VALUE;
    long sink = 0;
    for (int i = 0; i < 50; i++) {
      long start = System.nanoTime();
      sink += churn(rounds, i);
      best = Math.min(best, System.nanoTime() - start);
    }
    if (sink == 42) {
      throw new IllegalStateException("the arithmetic must not be optimised away");
    }
    return Math.max(1, rounds * nanos / best);
  }

  /** Does what {@code calls} calls of a calculator do, without a graph around it. */
  static void repeat(long rounds, int calls) {
    long sum = 0;
    for (int i = 0; i < calls; i++) {
      sum += churn(rounds, i);
    }
    if (sum == 42) {
      throw new IllegalStateException("the arithmetic must not be optimised away");
    }
  }

  private static long churn(long rounds, long seed) {
    long x = seed | 1;
    for (long i = 0; i < rounds; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }

  @Override
  public void contract(CalculatorContract cc) {
    for (int i = 0; i < cc.inputs().size(); i++) {
      cc.inputs().index(i).setAny();
      cc.outputs().index(i).setSameAs(cc.inputs().index(i));
    }
    cc.setTimestampOffset(0);
  }

  @Override
  public void process(CalculatorContext cc) {
    sink += churn(rounds, cc.inputTimestamp());
    if (sink == 42) {
      throw new IllegalStateException("the arithmetic must not be optimised away");
    }
    for (int i = 0; i < cc.inputs().size(); i++) {
      if (!cc.inputs().index(i).isEmpty()) {
        cc.outputs().index(i).add(cc.inputs().index(i).packet());
      }
    }
  }
}
