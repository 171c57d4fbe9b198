package dev.easel.serving.plugin;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * A jar's calculator: while it is called, the thread's context class loader is the jar's, so that
 * libraries that look for their own parts find them.
 */
final class InLoader extends Calculator {
  private final Calculator calculator;
  private final ClassLoader loader;

  InLoader(Calculator calculator, ClassLoader loader) {
    this.calculator = calculator;
    this.loader = loader;
  }

  /** Something that is done, and what it may fail with. */
  @FunctionalInterface
  interface Step<E extends Exception> {
    void run() throws E;
  }

  /** Does something while the thread's context class loader is {@code loader}. */
  static <E extends Exception> void run(ClassLoader loader, Step<E> step) throws E {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      step.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Class<?> implementation() {
    return calculator.implementation();
  }

  @Override
  public void contract(CalculatorContract cc) {
    run(loader, () -> calculator.contract(cc));
  }

  @Override
  public void open(CalculatorContext cc) throws Exception {
    run(loader, () -> calculator.open(cc));
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    run(loader, () -> calculator.process(cc));
  }

  @Override
  public void close(CalculatorContext cc) throws Exception {
    run(loader, () -> calculator.close(cc));
  }
}
