package dev.easel.framework.calculator;

/**
 * A node's code. A graph makes a new object for every run; {@link #contract} is called on an object
 * of its own when the graph is loaded.
 *
 * <p><b>Threads:</b> one call at a time, in order and each seeing what the last one wrote, though
 * not always on the same thread; with {@code max_in_flight} above 1, {@link #process} is called by
 * several threads at once.
 *
 * <p><b>Failure:</b> whatever a method throws ends the run, with a status that names the node.
 */
public abstract class Calculator {
  /** Makes a calculator; what costs time or memory belongs into {@link #open}. */
  protected Calculator() {}

  /** The class whose code this is; what wraps another calculator names that one's. */
  public Class<?> implementation() {
    return getClass();
  }

  /** Declares the ports, their types and how the node is to be run. */
  public abstract void contract(CalculatorContract cc);

  /** Prepares a run: side packets and options are there, packets are not. */
  public void open(CalculatorContext cc) throws Exception {}

  /** Handles one input set; a node without input streams is asked until it calls {@code stop}. */
  public abstract void process(CalculatorContext cc) throws Exception;

  /** Ends a run that was opened; packets may still be sent unless the run failed. */
  public void close(CalculatorContext cc) throws Exception {}
}
