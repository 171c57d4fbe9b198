package dev.easel.framework.stream;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.PacketCheck;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a run on its producer's side: its bound, and the queues of its consumers.
 *
 * <p><b>Threads:</b> the owner of the graph's scheduling state.
 */
public final class OutputStream {
  private static final Input[] NOBODY = {};
  private static final Tap[] NO_TAPS = {};

  final String name;
  final @Nullable PacketCheck check;
  private Input[] consumers = NOBODY;

  /** The only consumer, if there is one. */
  private @Nullable Input only;

  private Tap[] taps = NO_TAPS;
  private long bound = Timestamp.PRE_STREAM;
  private int added;
  private boolean closed;
  private boolean offsetEnabled;
  private long offset;
  private boolean introLocked;
  private Packet header = Packet.empty();

  /** A fresh stream; {@code check} is null where packets may hold anything. */
  public OutputStream(String name, @Nullable PacketCheck check) {
    this.name = name;
    this.check = check;
  }

  /** Names the queues that get what is sent, in order. */
  public void connect(Input[] newConsumers) {
    consumers = newConsumers;
    only = newConsumers.length == 1 ? newConsumers[0] : null;
  }

  /** Names who is told what is sent, after the consumers. */
  public void tap(Tap[] newTaps) {
    taps = newTaps;
  }

  /** Declares an offset, as a contract or {@code open} does. */
  public void offset(long newOffset) {
    offsetEnabled = true;
    offset = newOffset;
  }

  /** Whether an offset was declared. */
  public boolean hasOffset() {
    return offsetEnabled;
  }

  /** Ends the time in which offset and header may be set, and passes the header on. */
  public void lockIntro() {
    introLocked = true;
    if (header != Packet.empty()) {
      for (Input input : consumers) {
        input.header(header);
      }
    }
  }

  boolean isIntroLocked() {
    return introLocked;
  }

  /** Gives the stream its header. */
  public void setHeader(Packet newHeader) {
    header = newHeader;
  }

  /** The header, empty if there is none. */
  public Packet header() {
    return header;
  }

  /** Why the stream takes no such packet, or null. Any thread. */
  public @Nullable StatusException refusal(Packet packet) {
    return check == null ? null : check.refusal(packet);
  }

  /** The stream's name. */
  public String name() {
    return name;
  }

  /** The lowest timestamp that the next packet may have. */
  public long bound() {
    return bound;
  }

  /** How many packets were sent. */
  public int added() {
    return added;
  }

  /** Whether the stream has ended. */
  public boolean isClosed() {
    return closed;
  }

  /** Whether somebody other than nodes is told what is sent. */
  public boolean hasTaps() {
    return taps.length != 0;
  }

  /** Sends what a call at {@code t} put into {@code output}, and the bound that follows from it. */
  public void flush(Output output, long t) {
    Packet packet = output.first;
    if (packet == null || !output.isOnePacket() || closed) {
      flushAny(output, t);
      return;
    }
    long next = output.shardBound;
    long newBound = next;
    if (offsetEnabled) {
      newBound = Math.max(next, boundAfter(t));
    }
    bound = newBound;
    send(packet, false);
    if (newBound != next) {
      raise(newBound);
    }
    output.first = null;
    output.shardBound = bound;
  }

  private void flushAny(Output output, long t) {
    if (closed) {
      output.reset(bound, true);
      return;
    }
    Packet first = output.first;
    long newBound = newBound(output, t);
    if (newBound == Timestamp.UNSET && first == null && !output.isClosed()) {
      return; // the call left nothing behind
    }
    if (newBound != Timestamp.UNSET) {
      bound = newBound;
    }
    if (first == null) {
      if (newBound != Timestamp.UNSET) {
        raise(newBound);
      }
    } else if (output.more == null) {
      send(first, output.tapped);
      if (newBound != output.packetBound()) {
        raise(newBound);
      }
    } else {
      sendAll(output, first, output.more);
      if (newBound != output.packetBound()) {
        raise(newBound);
      }
    }
    if (output.isClosed()) {
      close();
    }
    output.reset(bound, closed);
  }

  private long newBound(Output output, long t) {
    long result = output.explicit;
    if (offsetEnabled && t != Timestamp.UNSTARTED) {
      long byInput = boundAfter(t);
      if (byInput > output.shardBound && byInput > result) {
        result = byInput;
      }
    }
    return output.first == null ? result : Math.max(result, output.packetBound());
  }

  private long boundAfter(long t) {
    if (t >= Timestamp.MIN && t < Timestamp.MAX) {
      return offset == 0 ? t + 1 : Timestamp.add(t + 1, offset);
    }
    if (t == Timestamp.PRE_STREAM) {
      return Timestamp.MIN;
    }
    if (t == Timestamp.MAX) {
      return offset >= 0 ? Timestamp.POST_STREAM : Timestamp.next(Timestamp.add(t, offset));
    }
    return t == Timestamp.POST_STREAM ? Timestamp.ONE_OVER_POST_STREAM : Timestamp.UNSET;
  }

  private void send(Packet packet, boolean tapped) {
    added++;
    if (only != null) {
      only.receive(packet);
    } else {
      Input[] to = consumers;
      for (int i = 0; i < to.length; i++) {
        to[i].receive(packet);
      }
    }
    if (taps.length != 0 && !tapped) {
      tapPacket(packet);
    }
  }

  void tapPacket(Packet packet) {
    for (Tap tap : taps) {
      tap.packet(packet);
    }
  }

  private void sendAll(Output output, Packet first, List<Packet> more) {
    added += 1 + more.size();
    for (Input input : consumers) {
      input.receive(first);
      for (Packet packet : more) {
        input.receive(packet);
      }
    }
    if (taps.length != 0 && !output.tapped) {
      tapPacket(first);
      more.forEach(this::tapPacket);
    }
  }

  /** Sends a packet that the application gives. */
  public void inject(Packet packet) {
    if (!closed) {
      bound = Timestamp.next(packet.timestamp());
      send(packet, false);
    }
  }

  /** Sets a bound that the application gives. */
  public void injectBound(long newBound) {
    if (!closed) {
      bound = newBound;
      raise(newBound);
    }
  }

  /** Sends what {@code close} left in {@code output}, and ends the stream. */
  public void finish(Output output) {
    Packet first = output.first;
    if (!closed && first != null) {
      if (output.more == null) {
        send(first, output.tapped);
      } else {
        sendAll(output, first, output.more);
      }
    }
    close();
    output.reset(bound, true);
  }

  private void raise(long newBound) {
    Input[] to = consumers;
    for (int i = 0; i < to.length; i++) {
      to[i].raise(newBound);
    }
    if (taps.length != 0) {
      for (Tap tap : taps) {
        tap.bound(newBound);
      }
    }
  }

  /** Passes the bound of a node's inputs on, if that says anything new. */
  public void passOn(long inputBound) {
    if (offsetEnabled && !closed && Timestamp.isRangeValue(inputBound)) {
      long newBound = offset == 0 ? inputBound : Timestamp.add(inputBound, offset);
      if (newBound > bound) {
        bound = newBound;
        raise(newBound);
      }
    }
  }

  /** Ends the stream for its consumers. */
  public void close() {
    if (!closed) {
      closed = true;
      bound = Timestamp.DONE;
      raise(Timestamp.DONE);
    }
  }

  /** Ends the stream without telling anybody, when a run is over. */
  public void abandon() {
    closed = true;
    bound = Timestamp.DONE;
  }
}
