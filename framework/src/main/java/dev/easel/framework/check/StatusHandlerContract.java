package dev.easel.framework.check;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.side.StatusHandler;

/** Has a status handler's expectations checked as a node's contract is; it is never run. */
final class StatusHandlerContract extends Calculator {
  private final StatusHandler handler;
  private final MediaPipeOptions options;

  StatusHandlerContract(StatusHandler handler, MediaPipeOptions options) {
    this.handler = handler;
    this.options = options;
  }

  @Override
  public void contract(CalculatorContract cc) {
    handler.expectations(options, cc.inputSidePackets());
  }

  @Override
  public void process(CalculatorContext cc) {
    throw new UnsupportedOperationException("a status handler is no node");
  }
}
