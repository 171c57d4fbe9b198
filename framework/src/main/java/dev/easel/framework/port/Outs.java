package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * All output streams of one tag: {@code TAG:0}, {@code TAG:1}…
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what their packets hold
 */
public final class Outs<T> extends Port<T> {

  Outs(String tag, PortValue<T> value) {
    super(tag, value, true);
  }

  @Override
  public void declare(CalculatorContract cc) {
    int count = cc.outputs().count(tag());
    for (int i = 0; i < count; i++) {
      value().declare(cc.outputs().get(tag(), i));
    }
    value().declare(cc.outputs().get(tag(), count).optional());
  }

  /** How many the node connects. */
  public int count(CalculatorContext cc) {
    return cc.outputs().count(tag());
  }

  /** The one at {@code index}. */
  public Out<T> at(int index) {
    return Out.at(tag(), index, value());
  }
}
