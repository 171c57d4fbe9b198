package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;

/**
 * An output side packet that a calculator declares.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what it holds
 */
public final class SideOut<T> extends Port<T> {

  private SideOut(String tag, PortValue<T> value, boolean optional) {
    super(tag, value, optional);
  }

  /** An output side packet that holds a {@code type}. */
  public static <T> SideOut<T> of(String tag, Class<T> type) {
    return new SideOut<>(tag, PortValue.of(type), false);
  }

  /** The same, which need not be connected. */
  public SideOut<T> optional() {
    return new SideOut<>(tag(), value(), true);
  }

  @Override
  public void declare(CalculatorContract cc) {
    PortType port = cc.outputSidePackets().tag(tag());
    value().declare(port);
    if (isOptional()) {
      port.optional();
    }
  }

  /** Gives it its value, once a run; goes nowhere when it is not connected. */
  public void set(CalculatorContext cc, T value) {
    if (connected(cc.outputSidePackets(), tag(), 0)) {
      cc.outputSidePackets().tag(tag()).set(value);
    }
  }
}
