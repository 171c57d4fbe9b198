package dev.easel.framework.policy;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import java.util.List;

/**
 * Decides when a node runs and with which packets. A graph makes one for every node and run.
 *
 * <p><b>Threads:</b> called by one thread at a time, while nothing else touches the queues; it must
 * not wait.
 */
public abstract class InputStreamHandler {
  private List<InputQueue> queues = List.of();

  /** Makes a handler. */
  protected InputStreamHandler() {}

  /** What a look at the queues finds. */
  public enum State {
    /** Wait for more. */
    NOT_READY,
    /** Run the node. */
    READY,
    /** Close the node. */
    CLOSE
  }

  /**
   * What a look at the queues finds.
   *
   * @param state what to do
   * @param timestamp of the input set, or, when not ready, the lowest timestamp that one may have
   */
  public record Readiness(State state, long timestamp) {
    /** Nothing to run below {@code bound}. */
    public static Readiness notReady(long bound) {
      return new Readiness(State.NOT_READY, bound);
    }

    /** An input set at {@code timestamp}. */
    public static Readiness ready(long timestamp) {
      return new Readiness(State.READY, timestamp);
    }

    /** No further input set. */
    public static Readiness close() {
      return new Readiness(State.CLOSE, Timestamp.DONE);
    }
  }

  /** Gives the handler its queues, once, by flat id. */
  public final void start(List<InputQueue> newQueues) {
    queues = List.copyOf(newQueues);
    started();
  }

  /** Called once when the queues are there. */
  protected void started() {}

  /** The queues by flat id. */
  protected final List<InputQueue> queues() {
    return queues;
  }

  /** The queue with this flat id. */
  protected final InputQueue queue(int id) {
    return queues.get(id);
  }

  /** Looks at the queues after one of them changed. */
  public abstract Readiness readiness();

  /** Takes the input set that {@link #readiness()} found out of the queues. */
  public abstract void fill(long timestamp, InputSet set);

  /** Puts the packet of a queue at {@code timestamp}, or its settled timestamp, into the set. */
  protected final void take(int id, long timestamp, InputSet set) {
    InputQueue queue = queue(id);
    Packet packet = queue.popAt(timestamp);
    set.put(id, packet, isDone(queue));
  }

  /** Puts only a queue's settled timestamp into the set. */
  protected final void takeBound(int id, InputSet set) {
    long bound = queue(id).minTimestampOrBound();
    set.put(id, Packet.empty(Timestamp.previous(bound)), bound == Timestamp.DONE);
  }

  /** Whether the queue is empty and stays so. */
  protected static boolean isDone(InputQueue queue) {
    return queue.isEmpty() && queue.bound() == Timestamp.DONE;
  }

  /** Whether {@link #packetQueued} wants to be called. */
  public boolean isToldOfPackets() {
    return false;
  }

  /** Called for every packet that arrives, also while the node is running. */
  public void packetQueued(int id) {}

  /**
   * Whether {@link #fill} is called just before the node runs instead of when it is found ready.
   */
  public boolean isLate() {
    return false;
  }

  /** How many input sets are collected before the node runs. */
  public int batchSize() {
    return 1;
  }
}
