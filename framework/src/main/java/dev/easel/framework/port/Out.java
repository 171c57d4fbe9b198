package dev.easel.framework.port;

import dev.easel.framework.calculator.CalculatorContext;
import dev.easel.framework.calculator.CalculatorContract;
import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.packet.Packet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An output stream that a calculator declares. What is sent to one that is not connected goes
 * nowhere.
 *
 * <pre>{@code
 * static final Out<RgbImages> INVERTED = Out.of("IMAGES", RgbImages.class);
 * }</pre>
 *
 * <p><b>Threads:</b> immutable.
 *
 * <p><b>Failure:</b> that of {@link OutputPort}.
 *
 * @param <T> what its packets hold
 */
public final class Out<T> extends Port<T> {
  private final int index;
  private final @Nullable In<T> like;

  private Out(String tag, int index, PortValue<T> value, @Nullable In<T> like, boolean optional) {
    super(tag, value, optional);
    this.index = index;
    this.like = like;
  }

  /** An output stream whose packets hold a {@code type}. */
  public static <T> Out<T> of(String tag, Class<T> type) {
    return new Out<>(tag, 0, PortValue.of(type), null, false);
  }

  /** An output stream whose packets hold lists of {@code element}. */
  public static <E> Out<List<E>> listOf(String tag, Class<E> element) {
    return new Out<>(tag, 0, PortValue.listOf(element), null, false);
  }

  /** An output stream of anything. */
  public static Out<Object> any(String tag) {
    return new Out<>(tag, 0, PortValue.any(), null, false);
  }

  /** An output stream whose packets hold what those of {@code input} hold in this graph. */
  public static <T> Out<T> sameAs(String tag, In<T> input) {
    return new Out<>(tag, 0, input.value(), input, false);
  }

  /** The same, which need not be connected. */
  public Out<T> optional() {
    return new Out<>(tag(), index, value(), like, true);
  }

  /** All output streams of this tag, any number of them. */
  public Outs<T> many() {
    return new Outs<>(tag(), value());
  }

  static <T> Out<T> at(String tag, int index, PortValue<T> value) {
    return new Out<>(tag, index, value, null, false);
  }

  @Override
  public void declare(CalculatorContract cc) {
    PortType port = cc.outputs().get(tag(), index);
    In<T> input = like;
    if (input != null && connected(cc.inputs(), input.tag(), input.index())) {
      port.setSameAs(cc.inputs().get(input.tag(), input.index()));
    } else {
      value().declare(port);
    }
    if (isOptional()) {
      port.optional();
    }
  }

  /** Whether the node connects it. */
  public boolean isConnected(CalculatorContext cc) {
    return connected(cc.outputs(), tag(), index);
  }

  /** Sends {@code value} at the input timestamp. */
  public void send(CalculatorContext cc, T value) {
    send(cc, value, cc.inputTimestamp());
  }

  /** Sends {@code value} at {@code timestamp}. */
  public void send(CalculatorContext cc, T value, long timestamp) {
    pass(cc, Packet.of(value, timestamp));
  }

  /** Sends a packet as it is; an empty one sets the bound to just after its timestamp. */
  public void pass(CalculatorContext cc, Packet packet) {
    if (isConnected(cc)) {
      port(cc).add(packet);
    }
  }

  /** Promises that no packet below {@code bound} follows. */
  public void setNextTimestampBound(CalculatorContext cc, long bound) {
    if (isConnected(cc)) {
      port(cc).setNextTimestampBound(bound);
    }
  }

  /** Ends the stream. */
  public void close(CalculatorContext cc) {
    if (isConnected(cc)) {
      port(cc).close();
    }
  }

  /** The stream itself; one that is not connected has none. */
  public OutputPort port(CalculatorContext cc) {
    return cc.outputs().get(tag(), index);
  }
}
