package dev.easel.serving.plugin;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import java.util.function.Supplier;

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

  /** A step that may fail with anything. */
  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  static void run(ClassLoader loader, Runnable step) {
    call(
        loader,
        () -> {
          step.run();
          return true;
        });
  }

  static <T> T call(ClassLoader loader, Supplier<T> step) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return step.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private void within(Step step) throws Exception {
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
    within(() -> calculator.open(cc));
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    within(() -> calculator.process(cc));
  }

  @Override
  public void close(CalculatorContext cc) throws Exception {
    within(() -> calculator.close(cc));
  }
}
