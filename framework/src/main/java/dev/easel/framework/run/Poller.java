package dev.easel.framework.run;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Input;
import dev.easel.framework.stream.Tap;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the packets of one stream until the application asks for them.
 *
 * <p>It has no lock: the producer adds a packet before it raises the bound, the reader looks at the
 * bound before it takes a packet, so that a bound never overtakes a packet. Whether the queue is
 * full is for the owner of the run to say; the others ask it to look.
 *
 * <p><b>Threads:</b> the stream's producer, one thread that reads, any that set and reset.
 */
public final class Poller implements Tap {
  private final int stream;
  private final String name;
  private final boolean bounds;
  private final ConcurrentLinkedQueue<Packet> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private volatile @Nullable GraphRun run;
  private volatile int limit = -1;
  private volatile long bound = Timestamp.PRE_STREAM;
  private volatile long last = Timestamp.UNSTARTED;

  /** Whether the queue holds sources and inputs back; the owner's. */
  private boolean full;

  /**
   * A poller of the stream with this number and name; {@code bounds} whether it also tells of
   * bounds.
   */
  public Poller(int stream, String name, boolean bounds) {
    this.stream = stream;
    this.name = name;
    this.bounds = bounds;
  }

  int stream() {
    return stream;
  }

  /** Starts over for a new run. */
  Poller begin(GraphRun newRun) {
    full = false;
    bound = Timestamp.PRE_STREAM;
    last = Timestamp.UNSTARTED;
    clear();
    run = newRun;
    return this;
  }

  @Override
  public void packet(Packet packet) {
    long t = packet.timestamp();
    if (t < bound) {
      present()
          .failEcho(
              new StatusException(StatusCode.INVALID_ARGUMENT, Input.mismatch(name, bound, t)));
      return;
    }
    // Counted first: who takes the packet out counts it after that, and there are never less than
    // 0.
    int queued = size.incrementAndGet();
    queue.add(packet);
    bound = Timestamp.next(t);
    int most = limit;
    if (most != -1 && queued >= most) {
      lookAtLimit();
    }
    present().applicationThreads().observed();
  }

  @Override
  public void bound(long newBound) {
    bound = newBound;
    present().applicationThreads().observed();
  }

  private void lookAtLimit() {
    GraphRun of = run;
    if (of != null) {
      of.perform(() -> changeFull(of));
    }
  }

  /** The owner: tells the throttle of a change. */
  private void changeFull(GraphRun of) {
    int most = limit;
    boolean isFull = most != -1 && size.get() >= most;
    if (isFull != full) {
      full = isFull;
      if (isFull) {
        of.becameFull(stream);
      } else {
        of.becameNotFull(stream);
      }
    }
  }

  /** The next packet; empty when the run has failed or ended and nothing is left. */
  public Optional<Packet> next() {
    GraphRun of = present();
    of.applicationThreads().awaitOrThrow(() -> hasNext(of));
    return poll(of);
  }

  private GraphRun present() {
    GraphRun of = run;
    if (of == null) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "the graph was not started since the poller was added");
    }
    return of;
  }

  /** Whether nothing follows. Whoever makes it so wakes those who wait. */
  private static boolean isOver(GraphRun of) {
    return of.hasFailed() || of.isDone();
  }

  private boolean hasNext(GraphRun of) {
    return !queue.isEmpty() || isOver(of) || bound == Timestamp.DONE || isNews(bound);
  }

  private boolean isNews(long of) {
    return bounds && of != Timestamp.DONE && Timestamp.previous(of) > last;
  }

  private Optional<Packet> poll(GraphRun of) {
    long reached = bound;
    Packet packet = queue.poll();
    if (packet != null) {
      int left = size.decrementAndGet();
      last = packet.timestamp();
      int most = limit;
      if (most != -1 && left < most) {
        lookAtLimit();
      }
      return Optional.of(packet);
    }
    if (!isOver(of) && isNews(reached)) {
      last = Timestamp.previous(reached);
      return Optional.of(Packet.empty(last));
    }
    return Optional.empty();
  }

  /** Limits the queue, -1 for no limit. */
  public void setMaxQueueSize(int newLimit) {
    if (newLimit < -1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "Max queue size must be either -1 or non-negative.");
    }
    limit = newLimit;
    lookAtLimit();
  }

  /** How many packets wait. */
  public int queueSize() {
    return size.get();
  }

  /** Forgets the packets that wait. */
  public void reset() {
    clear();
    bound = Timestamp.PRE_STREAM;
    lookAtLimit();
  }

  private void clear() {
    while (queue.poll() != null) {
      size.decrementAndGet();
    }
  }
}
