package dev.easel.framework.stream;

import dev.easel.framework.calculator.OutputPort;
import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one call sends to one stream.
 *
 * <p><b>Threads:</b> the call, then the owner of the graph's scheduling state.
 */
public final class Output extends OutputPort {
  private final OutputStream stream;
  private final CallThread caller;

  @Nullable Packet first;
  @Nullable List<Packet> more;
  long explicit = Timestamp.UNSET;
  long shardBound = Timestamp.PRE_STREAM;
  boolean tapped;
  private boolean closed;

  /** A port of {@code stream} that tells {@code errors} of a calculator's mistakes. */
  public Output(OutputStream stream, CallThread caller) {
    this.stream = stream;
    this.caller = caller;
  }

  @Override
  public void add(Packet packet) {
    long t = packet.timestamp();
    if (!Timestamp.isOrdinary(t)
        || closed
        || packet.isEmpty()
        || stream.check != null
        || caller.isElsewhere()) {
      addSpecial(packet, t);
    } else {
      keep(packet, t + 1);
    }
  }

  private void keep(Packet packet, long next) {
    shardBound = next;
    explicit = Timestamp.UNSET;
    if (first == null) {
      first = packet;
    } else {
      addMore(packet);
    }
  }

  private void addMore(Packet packet) {
    if (more == null) {
      more = new ArrayList<>();
    }
    more.add(packet);
  }

  private void addSpecial(Packet packet, long t) {
    if (isForeign()) {
      return;
    }
    if (closed) {
      fail(StatusCode.FAILED_PRECONDITION, "Packet sent to closed stream \"" + stream.name + "\".");
    } else if (packet.isEmpty()) {
      setNextTimestampBound(Timestamp.next(t));
    } else if (!Timestamp.isAllowedInStream(t)) {
      fail(
          StatusCode.INVALID_ARGUMENT,
          "In stream \"%s\", timestamp not specified or set to illegal value: %s"
              .formatted(stream.name, Timestamp.toString(t)));
    } else if (stream.check != null && !stream.check.allows(packet)) {
      refuse(packet);
    } else {
      keep(packet, Timestamp.next(t));
    }
  }

  /** Refuses a thread that the calculator started itself. */
  private boolean isForeign() {
    boolean foreign = caller.isElsewhere();
    if (foreign) {
      fail(
          StatusCode.FAILED_PRECONDITION,
          "Stream \"%s\" of node \"%s\" was used by thread \"%s\"; only the thread that a call of the node runs on may send, while the call lasts."
              .formatted(stream.name, caller.name(), Thread.currentThread().getName()));
    }
    return foreign;
  }

  private void refuse(Packet packet) {
    StatusException why = stream.check == null ? null : stream.check.refusal(packet);
    if (why != null) {
      caller.mistaken(
          why.prefixed(
              "Packet type mismatch on calculator outputting to stream \"" + stream.name + "\": "));
    }
  }

  @Override
  public void setNextTimestampBound(long bound) {
    if (isForeign()) {
      return;
    }
    if (!Timestamp.isAllowedInStream(bound) && bound != Timestamp.ONE_OVER_POST_STREAM) {
      fail(
          StatusCode.INVALID_ARGUMENT,
          "In stream \"%s\", timestamp bound set to illegal value: %s"
              .formatted(stream.name, Timestamp.toString(bound)));
      return;
    }
    shardBound = bound;
    explicit = bound;
  }

  @Override
  public long nextTimestampBound() {
    return shardBound;
  }

  @Override
  public void close() {
    if (isForeign()) {
      return;
    }
    closed = true;
    shardBound = Timestamp.DONE;
    explicit = Timestamp.DONE;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void setOffset(long offset) {
    if (isForeign()) {
      return;
    }
    if (stream.isIntroLocked()) {
      fail(
          StatusCode.FAILED_PRECONDITION,
          "SetOffset must be called from Calculator::Open(). Stream: \"" + stream.name + "\".");
      return;
    }
    stream.offset(offset);
  }

  @Override
  public void setHeader(Packet header) {
    if (isForeign()) {
      return;
    }
    if (closed || stream.isIntroLocked()) {
      fail(
          StatusCode.FAILED_PRECONDITION,
          (closed
                  ? "SetHeader must be called before the stream is closed. Stream: \""
                  : "SetHeader must be called from Calculator::Open(). Stream: \"")
              + stream.name
              + "\".");
    } else if (header.timestamp() != Timestamp.UNSET) {
      fail(
          StatusCode.INVALID_ARGUMENT,
          "Headers must not have a timestamp.  Stream: \"" + stream.name + "\".");
    } else {
      stream.setHeader(header);
    }
  }

  private void fail(StatusCode code, String message) {
    caller.mistaken(new StatusException(code, message));
  }

  @Override
  public String name() {
    return stream.name;
  }

  /** The stream that this is a port of. */
  public OutputStream stream() {
    return stream;
  }

  /** Drops what was collected and starts from the stream's present state. */
  public void restart() {
    reset(stream.bound(), stream.isClosed());
  }

  /** Whether the call sent one packet and nothing else that the stream has to hear of. */
  boolean isOnePacket() {
    return first != null && more == null && explicit == Timestamp.UNSET && !closed && !tapped;
  }

  /** Whether the call sent packets. */
  public boolean hasPackets() {
    return first != null;
  }

  /** The packets that the call has sent so far. */
  public List<Packet> packets() {
    List<Packet> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    if (more != null) {
      all.addAll(more);
    }
    return all;
  }

  /** Shows what was sent so far, one packet after another. */
  public void eachPacket(Consumer<Packet> seen) {
    if (first != null) {
      seen.accept(first);
    }
    if (more != null) {
      more.forEach(seen);
    }
  }

  /** Tells those who tap the stream of the call's packets before they are sent. */
  public void tapPackets() {
    Packet packet = first;
    if (packet != null && !stream.isClosed()) {
      tapped = true;
      stream.tapPacket(packet);
      if (more != null) {
        more.forEach(stream::tapPacket);
      }
    }
  }

  /** The bound that follows from the last packet; there is one. */
  long packetBound() {
    Packet last = more == null ? first : more.get(more.size() - 1);
    return last == null ? Timestamp.UNSET : Timestamp.next(last.timestamp());
  }

  void reset(long bound, boolean isClosed) {
    first = null;
    more = null;
    tapped = false;
    explicit = Timestamp.UNSET;
    shardBound = bound;
    closed = isClosed;
  }
}
