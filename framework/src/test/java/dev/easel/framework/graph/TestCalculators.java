package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/** Calculators of which each does one thing, well or badly. */
final class TestCalculators {
  private TestCalculators() {}

  /** What a {@link One} does with its packet. */
  @FunctionalInterface
  interface Body {
    void process(CalculatorContext cc) throws Exception;
  }

  /** One input, one output, any type, offset 0. */
  static final class One extends Calculator {
    private final Body body;

    One(Body body) {
      this.body = body;
    }

    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      if (cc.outputs().size() > 0) {
        cc.outputs().index(0).setAny();
      }
      cc.setTimestampOffset(0);
    }

    @Override
    public void process(CalculatorContext cc) throws Exception {
      body.process(cc);
    }
  }

  /** Counts up from 0 until it is stopped. */
  static final class Endless extends Calculator {
    private long next;

    @Override
    public void contract(CalculatorContract cc) {
      cc.outputs().index(0).set(Long.class);
    }

    @Override
    public void process(CalculatorContext cc) {
      cc.outputs().index(0).add(next, next);
      next++;
    }
  }

  /** Takes packets, sends nothing, and promises nothing about what it will send. */
  static final class Silent extends Calculator {
    @Override
    public void contract(CalculatorContract cc) {
      cc.inputs().index(0).setAny();
      cc.outputs().index(0).setAny();
    }

    @Override
    public void process(CalculatorContext cc) {}
  }

  static void pass(CalculatorContext cc) {
    if (!cc.inputs().index(0).isEmpty()) {
      cc.outputs().index(0).add(cc.inputs().index(0).packet());
    }
  }
}
