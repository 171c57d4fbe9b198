package dev.easel.framework.run;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.RunErrors;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Tap;
import java.util.function.Consumer;

/**
 * Tells the application of one stream's packets in one run.
 *
 * <p><b>Threads:</b> the one that runs the stream's producer.
 */
final class Observer implements Tap {
  private final GraphRun run;
  private final String stream;
  private final Consumer<Packet> callback;
  private final boolean bounds;

  private long bound = Timestamp.PRE_STREAM;
  private long last = Timestamp.UNSTARTED;

  Observer(GraphRun run, String stream, Consumer<Packet> callback, boolean bounds) {
    this.run = run;
    this.stream = stream;
    this.callback = callback;
    this.bounds = bounds;
  }

  @Override
  public void packet(Packet packet) {
    long t = packet.timestamp();
    if (t < bound) {
      run.failEcho(
          new StatusException(StatusCode.INVALID_ARGUMENT, Input.mismatch(stream, bound, t)));
      return;
    }
    bound = Timestamp.next(t);
    last = t;
    tell(packet);
  }

  @Override
  public void bound(long newBound) {
    if (newBound < bound) {
      run.failEcho(
          new StatusException(StatusCode.UNKNOWN, Input.boundMismatch(stream, bound, newBound)));
      return;
    }
    bound = newBound;
    if (bounds && newBound < Timestamp.DONE) {
      long settled = newBound == Timestamp.POST_STREAM ? newBound : Timestamp.previous(newBound);
      if (settled > last) {
        last = settled;
        tell(Packet.empty(settled));
      }
    }
  }

  private void tell(Packet packet) {
    try {
      callback.accept(packet);
    } catch (RuntimeException | Error e) {
      run.failFromOutside(
          RunErrors.thrown("the observer of stream \"" + stream + "\" failed: ", e));
    }
    run.applicationThreads().observed();
  }
}
