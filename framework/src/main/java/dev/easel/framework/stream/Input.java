package dev.easel.framework.stream;

import dev.easel.framework.calculator.InputPort;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.policy.InputQueue;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one input stream of one node. It is also the port that the calculator sees, unless
 * calls run in parallel.
 *
 * <p><b>Threads:</b> the owner of the graph's scheduling state; the port, the node's call.
 */
public final class Input extends InputPort {
  private static final Packet[] NO_RING = {};

  private final StreamOwner owner;
  private final int id;
  private final @Nullable PacketCheck check;

  @Nullable Packet head;
  long bound = Timestamp.PRE_STREAM;
  private int size;
  private int limit;
  private Packet[] ring = NO_RING;
  private int ringStart;
  private int added;
  private boolean closed;
  private boolean untimed;
  private boolean full;
  private boolean eager;
  private Packet header = Packet.empty();

  /**
   * An empty queue; {@code check} is null where the producer's own check is enough, {@code limit}
   * -1 where there is none.
   */
  public Input(StreamOwner owner, int id, @Nullable PacketCheck check, int limit) {
    this.owner = owner;
    this.id = id;
    this.check = check;
    this.limit = limit;
  }

  /** Takes a packet from the stream's producer. */
  public void receive(Packet packet) {
    long t = packet.timestamp();
    // A closed queue has the highest bound of all.
    if (t < bound || !Timestamp.isOrdinary(t) || check != null) {
      if (!accepts(packet, t)) {
        return;
      }
      bound = Timestamp.next(t);
    } else {
      bound = t + 1;
    }
    added++;
    if (head != null) {
      append(packet);
    } else if (owner.takesAtOnce() && limit != 1) {
      // The packet of the next call does not go through the queue.
      present = packet;
      done = false;
      owner.begin(t);
    } else {
      head = packet;
      size = 1;
      if (limit == 1) {
        fullAgain();
      }
      if (eager) {
        owner.packetQueued(this);
      }
      owner.packetArrived(this);
    }
  }

  /** How many packets were taken. */
  public int added() {
    return added;
  }

  private boolean accepts(Packet packet, long t) {
    if (closed) {
      return false;
    }
    StatusException why = check == null ? null : check.refusal(packet);
    if (why != null) {
      owner.refused(
          this,
          why.prefixed(
              "Packet type mismatch on a calculator receiving from stream \"" + name() + "\": "));
      return false;
    }
    String mistake = timestampMistake(t);
    if (mistake != null) {
      owner.refused(this, new StatusException(StatusCode.INVALID_ARGUMENT, mistake));
    }
    return mistake == null;
  }

  private @Nullable String timestampMistake(long t) {
    if (!Timestamp.isAllowedInStream(t)) {
      return "In stream \"%s\", timestamp not specified or set to illegal value: %s"
          .formatted(name(), Timestamp.toString(t));
    }
    if (untimed) {
      return null;
    }
    if (t == Timestamp.POST_STREAM && added > 0) {
      return "In stream \""
          + name()
          + "\", a packet at Timestamp::PostStream() must be the only Packet in an InputStream.";
    }
    return t >= bound
        ? null
        : "Packet timestamp mismatch on a calculator receiving from stream \""
            + name()
            + "\". Current minimum expected timestamp is "
            + Timestamp.toString(bound)
            + " but received "
            + Timestamp.toString(t)
            + ". Are you using a custom InputStreamHandler? Note that some InputStreamHandlers"
            + " allow timestamps that are not strictly monotonically increasing.";
  }

  private void append(Packet packet) {
    int waiting = size - 1;
    if (waiting == ring.length) {
      Packet[] larger = new Packet[Math.max(4, 2 * waiting)];
      for (int i = 0; i < waiting; i++) {
        larger[i] = ring[(ringStart + i) & (waiting - 1)];
      }
      ring = larger;
      ringStart = 0;
    }
    ring[(ringStart + waiting) & (ring.length - 1)] = packet;
    size++;
    if (size == limit) {
      fullAgain();
    }
    if (eager) {
      owner.packetQueued(this);
    }
  }

  private void fullAgain() {
    if (!full) {
      full = true;
      owner.becameFull(this);
    }
  }

  /** Takes a bound from the stream's producer; {@link Timestamp#DONE} ends the stream. */
  public void raise(long newBound) {
    if (newBound > bound) {
      if (closed) {
        return;
      }
      bound = newBound;
      if (head == null) {
        owner.boundRose(this);
      }
    } else if (newBound < bound && !closed && !untimed) {
      owner.refused(
          this,
          new StatusException(
              StatusCode.UNKNOWN,
              "SetNextTimestampBound must be called with a timestamp greater than or equal to the"
                  + " current bound. In stream \""
                  + name()
                  + "\". Current minimum expected timestamp is "
                  + Timestamp.toString(bound)
                  + " but received "
                  + Timestamp.toString(newBound)));
    }
  }

  /** Prepares the port for a call at {@code t}, at which this queue holds nothing older. */
  void take(long t) {
    Packet first = head;
    if (first != null && first.timestamp() == t) {
      present = first;
      advance();
      done = head == null && bound == Timestamp.DONE;
    } else {
      present = null;
      settle(t);
    }
  }

  /** Prepares the port for a call at the time of the first packet that waits; there is one. */
  public long takeFirst() {
    Packet first = head;
    present = first;
    advance();
    done = head == null && bound == Timestamp.DONE;
    return first == null ? Timestamp.UNSET : first.timestamp();
  }

  private void settle(long t) {
    if (bound <= t) {
      bound = Timestamp.next(t);
    }
    settled = Timestamp.previous(minTimestampOrBound());
    done = head == null && bound == Timestamp.DONE;
  }

  private void advance() {
    int left = --size;
    if (left == 0) {
      head = null;
    } else {
      int at = ringStart;
      head = ring[at];
      clear(at);
      ringStart = (at + 1) & (ring.length - 1);
    }
    if (full && left < limit) {
      full = false;
      owner.becameNotFull(this);
    }
  }

  @SuppressWarnings("NullAway") // a free slot of the ring holds nothing
  private void clear(int at) {
    ring[at] = null;
  }

  /** Forgets the packet of the call that ended. */
  public void endCall() {
    present = null;
  }

  /** Puts what a handler took. */
  public void put(Packet packet, boolean isDone) {
    present = packet.isEmpty() ? null : packet;
    settled = packet.timestamp();
    done = isDone;
  }

  /** Drops what waits and takes nothing more. */
  public void close() {
    closed = true;
    bound = Timestamp.DONE;
  }

  /** Drops what waits, when a run is over. */
  public void clear() {
    close();
    head = null;
    size = 0;
    ring = NO_RING;
    present = null;
  }

  /** Limits the queue, -1 for no limit. */
  public void limit(int newLimit) {
    limit = newLimit;
    boolean isFull = newLimit != -1 && size >= newLimit;
    if (isFull && !full) {
      full = true;
      owner.becameFull(this);
    } else if (!isFull && full) {
      full = false;
      owner.becameNotFull(this);
    }
  }

  /** The queue's limit, -1 for none. */
  public int limit() {
    return limit;
  }

  /** Whether the queue has reached its limit. */
  public boolean isFull() {
    return full;
  }

  /** The flat id of the port. */
  public int id() {
    return id;
  }

  /** What stands behind the queue. */
  public StreamOwner owner() {
    return owner;
  }

  /** Gives the stream its header. */
  public void header(Packet newHeader) {
    header = newHeader;
  }

  @Override
  public Packet header() {
    return header;
  }

  @Override
  public String name() {
    return owner.inputName(id);
  }

  /** Whether no packet waits. */
  public boolean isQueueEmpty() {
    return head == null;
  }

  /** How many packets wait. */
  public int size() {
    return size;
  }

  /** The lowest timestamp that a packet still to come may have. */
  public long bound() {
    return bound;
  }

  /** The timestamp of the first packet that waits, or the bound if there is none. */
  public long minTimestampOrBound() {
    Packet first = head;
    return first == null ? bound : first.timestamp();
  }

  Packet popAt(long t) {
    Packet found = null;
    while (head != null && head.timestamp() <= t) {
      found = head;
      advance();
    }
    if (bound <= t) {
      bound = Timestamp.next(t);
    }
    return found != null && found.timestamp() == t
        ? found
        : Packet.empty(Timestamp.previous(minTimestampOrBound()));
  }

  Packet pop() {
    Packet first = head;
    if (first == null) {
      return Packet.empty();
    }
    advance();
    return first;
  }

  void dropBefore(long t) {
    while (head != null && head.timestamp() < t) {
      advance();
    }
  }

  long minTimestampOfNewest(int n) {
    int back = Math.min(n, size);
    Packet first = head;
    if (first == null) {
      return Timestamp.UNSET;
    }
    return back == size
        ? first.timestamp()
        : ring[(ringStart + size - 1 - back) & (ring.length - 1)].timestamp();
  }

  /** Has the owner told of every packet, not only of the first that waits. */
  public void tellOfPackets() {
    eager = true;
  }

  /** The queue as an input stream handler sees it. */
  public InputQueue asQueue() {
    return new HandledQueue(this);
  }

  void ignoreTimestamps() {
    untimed = true;
  }
}
