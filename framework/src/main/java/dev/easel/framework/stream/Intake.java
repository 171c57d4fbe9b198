package dev.easel.framework.stream;

/**
 * What a node takes in: when there is an input set for a call, and at which time. A node with one
 * input under the default rule takes in what that {@link Input} holds, packet by packet.
 *
 * <p><b>Threads:</b> the owner of the graph's scheduling state.
 */
public sealed interface Intake permits NoInputs, Input, JoinedInputs, HandledInputs {
  /** Nothing to run; {@link #time} is the lowest timestamp that a set may still have. */
  int NOT_READY = 0;

  /** The ports hold an input set; {@link #time} is its timestamp. */
  int READY = 1;

  /** No further input set. */
  int CLOSE = 2;

  /** A set was put by; it is worth looking again. */
  int AGAIN = 3;

  /** Looks at the queues, and takes an input set into the ports if there is one. */
  int look();

  /** The time that belongs to what the last look found. */
  long time();

  /** Whether a change at {@code input} can change what the last look found. */
  default boolean concerns(Input input) {
    return true;
  }

  /** A packet came into a queue that asked to have all told. */
  default void packetQueued(Input input) {}

  /** Takes the packets of a call that starts now, where they are chosen so late; whether it did. */
  default boolean takeLate(long t) {
    return false;
  }

  /** Puts the next set of a batch into the ports; false if there is none. */
  default boolean nextOfBatch() {
    return false;
  }

  /** Forgets the packets of the call that ended. */
  void endCall();
}
