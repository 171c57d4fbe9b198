package dev.easel.framework.run;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.scheduler.Mailbox;

/** What a thread wants done with a run that another thread owns. */
abstract class Order extends Mailbox.Letter {
  /** Does it, as the run's owner. */
  abstract void carryOut();

  /** A packet for a graph input. */
  static final class Add extends Order {
    private final GraphInput input;
    private final Packet packet;

    Add(GraphInput input, Packet packet) {
      this.input = input;
      this.packet = packet;
    }

    @Override
    void carryOut() {
      input.arrived();
      input.deliver(packet);
    }
  }

  /** Anything else. */
  static final class Task extends Order {
    private final Runnable action;

    Task(Runnable action) {
      this.action = action;
    }

    @Override
    void carryOut() {
      action.run();
    }
  }
}
