package dev.easel.framework.graph;

import dev.easel.framework.packet.Packet;
import dev.easel.framework.packet.Timestamp;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import dev.easel.framework.stream.Tap;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the packets of one stream until the application asks for them. */
final class Poller implements OutputStreamPoller, Tap {
  private final int stream;
  private final boolean bounds;
  private final ArrayDeque<Packet> queue = new ArrayDeque<>();
  private @Nullable GraphRun run;
  private int limit = -1;
  private boolean full;
  private boolean ended;
  private long bound = Timestamp.PRE_STREAM;
  private long last = Timestamp.UNSTARTED;

  Poller(int stream, boolean bounds) {
    this.stream = stream;
    this.bounds = bounds;
  }

  int stream() {
    return stream;
  }

  /** Starts over for a new run. */
  synchronized Poller begin(GraphRun newRun) {
    run = newRun;
    ended = false;
    full = false;
    bound = Timestamp.PRE_STREAM;
    last = Timestamp.UNSTARTED;
    queue.clear();
    return this;
  }

  @Override
  public synchronized void packet(Packet packet) {
    GraphRun of = present();
    long t = packet.timestamp();
    if (t < bound) {
      of.fail(
          new StatusException(
              StatusCode.INVALID_ARGUMENT,
              "Packet timestamp mismatch on a polled stream: %s after the bound %s"
                  .formatted(Timestamp.toString(t), Timestamp.toString(bound))));
      return;
    }
    bound = Timestamp.next(t);
    queue.add(packet);
    checkLimit();
    of.applicationThreads().observed();
  }

  @Override
  public synchronized void bound(long newBound) {
    bound = newBound;
    present().applicationThreads().observed();
  }

  /** Wakes who waits: the run failed or ended. */
  synchronized void end() {
    ended = true;
  }

  private void checkLimit() {
    boolean isFull = limit != -1 && queue.size() >= limit;
    if (isFull != full && run != null) {
      full = isFull;
      GraphRun of = present();
      of.perform(
          new Order.Task(
              () -> {
                if (isFull) {
                  of.throttle().becameFull(stream);
                } else {
                  of.throttle().becameNotFull(stream);
                }
              }));
    }
  }

  @Override
  public Optional<Packet> next() {
    present().applicationThreads().awaitOrThrow(this::hasNext);
    return poll();
  }

  private synchronized GraphRun present() {
    GraphRun of = run;
    if (of == null) {
      throw new StatusException(
          StatusCode.FAILED_PRECONDITION, "the graph was not started since the poller was added");
    }
    return of;
  }

  private synchronized boolean hasNext() {
    return !queue.isEmpty() || ended || bound == Timestamp.DONE || hasNewBound();
  }

  private boolean hasNewBound() {
    return bounds && Timestamp.previous(bound) > last && bound != Timestamp.DONE;
  }

  private synchronized Optional<Packet> poll() {
    Packet packet = queue.poll();
    if (packet != null) {
      last = packet.timestamp();
      checkLimit();
      return Optional.of(packet);
    }
    if (!ended && hasNewBound()) {
      last = Timestamp.previous(bound);
      return Optional.of(Packet.empty(last));
    }
    return Optional.empty();
  }

  @Override
  public synchronized void setMaxQueueSize(int size) {
    if (size < -1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "Max queue size must be either -1 or non-negative.");
    }
    limit = size;
    checkLimit();
  }

  @Override
  public synchronized int queueSize() {
    return queue.size();
  }

  @Override
  public synchronized void reset() {
    queue.clear();
    bound = Timestamp.PRE_STREAM;
    ended = false;
    checkLimit();
  }
}
