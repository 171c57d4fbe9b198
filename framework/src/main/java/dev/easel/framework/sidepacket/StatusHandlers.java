package dev.easel.framework.sidepacket;

import dev.easel.framework.calculator.Ports;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.plan.StatusHandlerPlan;
import dev.easel.framework.side.StatusHandler;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls the status handlers of a graph for one run; what they throw joins the run's errors.
 *
 * <p><b>Threads:</b> the one that starts the run, and the one that ends it.
 */
public final class StatusHandlers {
  private final List<StatusHandlerPlan> plans;
  private final Map<String, Packet> sidePackets;

  private interface Call {
    void on(StatusHandler handler, Ports<Packet> inputs, StatusHandlerPlan plan) throws Exception;
  }

  /** The status handlers of a run with these side packets. */
  public StatusHandlers(List<StatusHandlerPlan> plans, Map<String, Packet> sidePackets) {
    this.plans = plans;
    this.sidePackets = sidePackets;
  }

  /** Whether there is any. */
  public boolean areAny() {
    return !plans.isEmpty();
  }

  /** Before the nodes are opened; {@code status} is how the side packets came about. */
  public void beforeRun(Optional<StatusException> status, RunErrors errors) {
    call(
        "HandlePreRunStatus",
        errors,
        (handler, inputs, plan) -> handler.beforeRun(plan.options(), inputs, status));
  }

  /** After the nodes were closed. */
  public void afterRun(Optional<StatusException> status, RunErrors errors) {
    call(
        "HandleStatus",
        errors,
        (handler, inputs, plan) -> handler.afterRun(plan.options(), inputs, status));
  }

  private void call(String name, RunErrors errors, Call call) {
    for (StatusHandlerPlan plan : plans) {
      try {
        call.on(plan.maker().get(), inputs(plan), plan);
      } catch (Missing e) {
        errors.add(
            new StatusException(
                StatusCode.INVALID_ARGUMENT, "Skipping run of " + plan.name() + ": " + e.why));
      } catch (Exception e) {
        errors.add(RunErrors.thrown(plan.name() + "::" + name + " failed: ", e));
      }
    }
  }

  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;

    Missing(String why) {
      super(why);
      this.why = why;
    }
  }

  private Ports<Packet> inputs(StatusHandlerPlan plan) throws Missing {
    Packet[] inputs = new Packet[plan.inputs().size()];
    for (int id = 0; id < inputs.length; id++) {
      String name = plan.inputs().name(id);
      Packet packet = sidePackets.get(name);
      if (packet == null) {
        throw new Missing("Missing input side packet: " + name);
      }
      StatusException why = plan.inputChecks().get(id).refusal(packet);
      if (why != null) {
        throw new Missing("side packet \"" + name + "\": " + why.message());
      }
      inputs[id] = packet;
    }
    return new Ports<>(plan.inputs(), inputs);
  }
}
