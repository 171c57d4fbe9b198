package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;

/**
 * All input streams of one tag: {@code TAG:0}, {@code TAG:1}…
 *
 * <pre>{@code
 * static final Ins<Float> SCORES = In.of("SCORE", Float.class).many();
 * }</pre>
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what their packets hold
 */
public final class Ins<T> extends Port<T> {

  Ins(String tag, PortValue<T> value) {
    super(tag, value, true);
  }

  @Override
  public void declare(CalculatorContract cc) {
    int count = cc.inputs().count(tag());
    for (int i = 0; i < count; i++) {
      value().declare(cc.inputs().get(tag(), i));
    }
    // One more than there are, so that messages and documentation know the tag.
    value().declare(cc.inputs().get(tag(), count).optional());
  }

  /** How many the node connects. */
  public int count(CalculatorContext cc) {
    return cc.inputs().count(tag());
  }

  /** The one at {@code index}. */
  public In<T> at(int index) {
    return In.at(tag(), index, value());
  }
}
