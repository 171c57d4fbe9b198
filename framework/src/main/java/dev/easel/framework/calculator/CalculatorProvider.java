package dev.easel.framework.calculator;

/**
 * Registers the calculators of one jar; found through {@link java.util.ServiceLoader}.
 *
 * <p><b>Threads:</b> called once by the thread that builds a registry.
 */
public interface CalculatorProvider {
  /** Adds everything that graphs may name. */
  void register(CalculatorRegistry.Builder registry);
}
