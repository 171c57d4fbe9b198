package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContract;

/**
 * How the timestamps of a node's outputs follow from those of its inputs, where that is not the
 * rule of declared ports: every output at its input's timestamp, so that bounds run through.
 */
public enum TimestampChange implements CalculatorContract.Declaration {
  /** Outputs may have any timestamps; the node sends bounds itself. */
  ARBITRARY;

  @Override
  public void declare(CalculatorContract cc) {
    cc.clearTimestampOffset();
  }
}
