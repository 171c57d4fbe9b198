package dev.easel.framework.side;

import dev.easel.framework.calculator.CalculatorRegistry;
import dev.easel.framework.calculator.PortType;
import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.status.StatusException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sees the status of a run before its nodes are opened and after it ended.
 *
 * <p><b>Threads:</b> called by the thread that starts a run and by the one that ends it.
 */
public interface StatusHandler {
  /** Under what a registry keeps what makes them. */
  CalculatorRegistry.Kind<Supplier<? extends StatusHandler>> KIND =
      new CalculatorRegistry.Kind<>("status handler");

  /** Declares the types of the side packets. */
  void expectations(MediaPipeOptions options, Ports<PortType> inputs);

  /** Called before the run; what it throws joins the run's errors. */
  default void beforeRun(
      MediaPipeOptions options, Ports<Packet> inputs, Optional<StatusException> status)
      throws Exception {}

  /** Called after the run; what it throws joins the run's errors. */
  default void afterRun(
      MediaPipeOptions options, Ports<Packet> inputs, Optional<StatusException> status)
      throws Exception {}
}
