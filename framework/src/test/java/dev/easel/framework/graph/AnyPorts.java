package dev.easel.framework.graph;

import dev.easel.framework.calculator.Calculator;
import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.packet.Timestamp;
import java.util.function.Consumer;

/** Any number of ports of any type; what its calls do is told. */
final class AnyPorts extends Calculator {
  private static final TestCalculators.Body NOTHING = cc -> {};

  private final Consumer<CalculatorContract> contract;
  private final TestCalculators.Body open;
  private final TestCalculators.Body process;
  private final TestCalculators.Body close;

  private AnyPorts(
      Consumer<CalculatorContract> contract,
      TestCalculators.Body open,
      TestCalculators.Body process,
      TestCalculators.Body close) {
    this.contract = contract;
    this.open = open;
    this.process = process;
    this.close = close;
  }

  static AnyPorts processing(TestCalculators.Body process) {
    return new AnyPorts(cc -> {}, NOTHING, process, NOTHING);
  }

  AnyPorts opening(TestCalculators.Body newOpen) {
    return new AnyPorts(contract, newOpen, process, close);
  }

  AnyPorts closing(TestCalculators.Body newClose) {
    return new AnyPorts(contract, open, process, newClose);
  }

  AnyPorts with(Consumer<CalculatorContract> more) {
    return new AnyPorts(contract.andThen(more), open, process, close);
  }

  @Override
  public void contract(CalculatorContract cc) {
    for (int id = 0; id < cc.inputs().size(); id++) {
      cc.inputs().index(id).setAny();
    }
    for (int id = 0; id < cc.outputs().size(); id++) {
      cc.outputs().index(id).setAny();
    }
    contract.accept(cc);
  }

  @Override
  public void open(CalculatorContext cc) throws Exception {
    open.process(cc);
  }

  @Override
  public void process(CalculatorContext cc) throws Exception {
    process.process(cc);
  }

  @Override
  public void close(CalculatorContext cc) throws Exception {
    close.process(cc);
  }

  /** The time and what each input holds, {@code -} for nothing: {@code 10: a - c}. */
  static String inputs(CalculatorContext cc) {
    StringBuilder text = new StringBuilder(Timestamp.toString(cc.inputTimestamp())).append(':');
    for (int id = 0; id < cc.inputs().size(); id++) {
      InputPort port = cc.inputs().index(id);
      text.append(' ').append(port.isEmpty() ? "-" : port.packet().value());
    }
    return text.toString();
  }
}
