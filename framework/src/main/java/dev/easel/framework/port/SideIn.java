package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.packet.Packet;
import java.util.List;
import java.util.Optional;

/**
 * An input side packet that a calculator declares.
 *
 * <p><b>Threads:</b> immutable.
 *
 * @param <T> what it holds
 */
public final class SideIn<T> extends Port<T> {

  private SideIn(String tag, PortValue<T> value, boolean optional) {
    super(tag, value, optional);
  }

  /** An input side packet that holds a {@code type}. */
  public static <T> SideIn<T> of(String tag, Class<T> type) {
    return new SideIn<>(tag, PortValue.of(type), false);
  }

  /** An input side packet that holds a list of {@code element}. */
  public static <E> SideIn<List<E>> listOf(String tag, Class<E> element) {
    return new SideIn<>(tag, PortValue.listOf(element), false);
  }

  /** An input side packet of anything. */
  public static SideIn<Object> any(String tag) {
    return new SideIn<>(tag, PortValue.any(), false);
  }

  /** The same, which need not be there. */
  public SideIn<T> optional() {
    return new SideIn<>(tag(), value(), true);
  }

  @Override
  public void declare(CalculatorContract cc) {
    PortType port = cc.inputSidePackets().tag(tag());
    value().declare(port);
    if (isOptional()) {
      port.optional();
    }
  }

  /**
   * What the side packet holds.
   *
   * <p><b>Failure:</b> {@code INVALID_ARGUMENT} when it is not connected.
   */
  public T get(CalculatorContext cc) {
    return value().read(cc.inputSidePackets().tag(tag()));
  }

  /** What the side packet holds, if the run has it. */
  public Optional<T> find(CalculatorContext cc) {
    if (!connected(cc.inputSidePackets(), tag(), 0)) {
      return Optional.empty();
    }
    Packet packet = cc.inputSidePackets().tag(tag());
    return packet.isEmpty() ? Optional.empty() : Optional.of(value().read(packet));
  }
}
