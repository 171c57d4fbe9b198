package dev.easel.framework.stream;

import dev.easel.framework.packet.Timestamp;

/**
 * Inputs that are taken together, at one timestamp: the rule of the default handler.
 *
 * <p>A set that is not ready watches its lowest input, an empty one before one with a packet. What
 * happens at the others cannot change what was found.
 *
 * <p><b>Threads:</b> the owner of the graph's scheduling state.
 */
public final class SyncSet {
  /** Nothing to run. */
  public static final int NOT_READY = 0;

  /** An input set. */
  public static final int READY = 1;

  /** No further input set. */
  public static final int CLOSE = 2;

  private final Input[] inputs;
  private final boolean processBounds;
  private int watched;
  private long lowest = Timestamp.UNSET;
  private long last = Timestamp.UNSET;
  private long time;

  /** A set of these inputs; there is at least one. */
  public SyncSet(Input[] inputs, boolean processBounds) {
    this.inputs = inputs;
    this.processBounds = processBounds;
  }

  /** The inputs. */
  public Input[] inputs() {
    return inputs;
  }

  /**
   * The timestamp of the input set that was found, or, when not ready, the lowest timestamp that
   * one may have.
   */
  public long time() {
    return time;
  }

  /** The timestamp of the last input set that was found. */
  public long lastProcessed() {
    return last;
  }

  /** Whether a change at {@code input} can change what was found. */
  public boolean concerns(Input input) {
    return inputs.length == 1 || input == inputs[watched] || lowest == Timestamp.UNSET;
  }

  /** Looks at the inputs. */
  public int check() {
    return processBounds ? checkBounds() : inputs.length == 1 ? checkOne() : checkAll();
  }

  private int checkOne() {
    Input input = inputs[0];
    if (input.head != null) {
      time = input.head.timestamp();
      last = time;
      return READY;
    }
    return idle(input.bound);
  }

  private int idle(long bound) {
    if (bound < Timestamp.ONE_OVER_POST_STREAM) {
      time = bound;
      return NOT_READY;
    }
    time = Timestamp.DONE;
    last = Timestamp.MAX;
    return CLOSE;
  }

  private int checkAll() {
    Input[] all = inputs;
    long minPacket = Timestamp.DONE;
    long minBound = Timestamp.DONE;
    int emptiest = watched;
    int i = watched;
    for (int n = all.length; n > 0; n--) {
      Input input = all[i];
      if (input.head != null) {
        minPacket = Math.min(minPacket, input.head.timestamp());
      } else if (input.bound < minBound) {
        minBound = input.bound;
        emptiest = i;
        if (minBound == lowest) {
          break;
        }
      }
      i = i + 1 == all.length ? 0 : i + 1;
    }
    watched = emptiest;
    if (minBound > minPacket) {
      lowest = Timestamp.UNSET;
      time = minPacket;
      last = minPacket;
      return READY;
    }
    lowest = minBound;
    return idle(minBound);
  }

  private int checkBounds() {
    long minPacket = Timestamp.DONE;
    long minBound = Timestamp.DONE;
    for (Input input : inputs) {
      if (input.head != null) {
        minPacket = Math.min(minPacket, input.head.timestamp());
      } else {
        minBound = Math.min(minBound, input.bound);
      }
    }
    if (Math.min(minPacket, minBound) >= Timestamp.ONE_OVER_POST_STREAM) {
      return idle(Timestamp.DONE);
    }
    long settled =
        minPacket == Timestamp.POST_STREAM && minBound > minPacket
            ? minPacket
            : Timestamp.previous(minBound);
    long next = Math.min(minPacket, settled);
    if (next > Math.max(last, Timestamp.UNSTARTED)) {
      time = next;
      last = next;
      return READY;
    }
    time = Math.min(minPacket, minBound);
    return NOT_READY;
  }

  /** Takes the input set at {@code t} into the ports. */
  public void take(long t) {
    for (Input input : inputs) {
      input.take(t);
    }
  }
}
