package dev.easel.framework.calculator;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.proto.MediaPipeOptions;
import dev.easel.framework.status.StatusException;
import java.util.Optional;

/**
 * Sees the status of a run before its nodes are opened and after it ended.
 *
 * <p><b>Threads:</b> called by the thread that starts a run and by the one that ends it.
 */
public interface StatusHandler {
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
