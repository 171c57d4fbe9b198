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
public final class JoinedInputs implements Intake {
  private final Input[] inputs;
  private long time;
  private final boolean processBounds;
  private int watched;
  private long lowest = Timestamp.UNSET;
  private long last = Timestamp.UNSET;

  /** A set of these inputs; there is at least one. */
  public JoinedInputs(Input[] inputs, boolean processBounds) {
    this.inputs = inputs;
    this.processBounds = processBounds;
  }

  @Override
  public boolean concerns(Input input) {
    return inputs.length == 1 || input == inputs[watched] || lowest == Timestamp.UNSET;
  }

  @Override
  public long time() {
    return time;
  }

  @Override
  public int look() {
    int found = processBounds ? checkBounds() : checkAll();
    if (found == READY) {
      for (Input input : inputs) {
        input.take(time);
      }
    }
    return found;
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

  @Override
  public void endCall() {
    for (Input input : inputs) {
      input.endCall();
    }
  }
}
