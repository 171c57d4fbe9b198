package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.packet.Packet;
import java.util.List;
import java.util.Optional;

/**
 * An input stream that a calculator declares.
 *
 * <pre>{@code
 * static final In<RgbImages> IMAGES = In.of("IMAGES", RgbImages.class);
 * }</pre>
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what its packets hold
 */
public final class In<T> extends Port<T> {
  private final int index;

  private In(String tag, int index, PortValue<T> value, boolean optional) {
    super(tag, value, optional);
    this.index = index;
  }

  /** An input stream whose packets hold a {@code type}. */
  public static <T> In<T> of(String tag, Class<T> type) {
    return new In<>(tag, 0, PortValue.of(type), false);
  }

  /** An input stream whose packets hold lists of {@code element}; each element is checked. */
  public static <E> In<List<E>> listOf(String tag, Class<E> element) {
    return new In<>(tag, 0, PortValue.listOf(element), false);
  }

  /** An input stream whose packets hold one of {@code choices}. */
  public static In<Object> oneOf(String tag, Class<?>... choices) {
    return new In<>(tag, 0, PortValue.oneOf(choices), false);
  }

  /** An input stream of anything. */
  public static In<Object> any(String tag) {
    return new In<>(tag, 0, PortValue.any(), false);
  }

  /** The same, which need not be connected. */
  public In<T> optional() {
    return new In<>(tag(), index, value(), true);
  }

  /** All input streams of this tag, any number of them. */
  public Ins<T> many() {
    return new Ins<>(tag(), value());
  }

  static <T> In<T> at(String tag, int index, PortValue<T> value) {
    return new In<>(tag, index, value, false);
  }

  int index() {
    return index;
  }

  @Override
  public void declare(CalculatorContract cc) {
    PortType port = cc.inputs().get(tag(), index);
    value().declare(port);
    if (isOptional()) {
      port.optional();
    }
  }

  /** Whether the node connects it. */
  public boolean isConnected(CalculatorContext cc) {
    return connected(cc.inputs(), tag(), index);
  }

  /** Whether it has nothing at the input timestamp, or is not connected. */
  public boolean isEmpty(CalculatorContext cc) {
    return !isConnected(cc) || port(cc).isEmpty();
  }

  /**
   * What it has at the input timestamp.
   *
   * <p><b>Failure:</b> {@code INTERNAL} when that is nothing; {@code INVALID_ARGUMENT} when it is
   * not connected, or a list holds something else.
   */
  public T get(CalculatorContext cc) {
    return value().read(port(cc).packet());
  }

  /** What it has at the input timestamp; empty when that is nothing, or it is not connected. */
  public Optional<T> find(CalculatorContext cc) {
    return isEmpty(cc) ? Optional.empty() : Optional.of(get(cc));
  }

  /** The packet at the input timestamp; an empty one when there is none. */
  public Packet packet(CalculatorContext cc) {
    return port(cc).packet();
  }

  /** The stream itself: its header, its end, its name. */
  public InputPort port(CalculatorContext cc) {
    return cc.inputs().get(tag(), index);
  }
}
