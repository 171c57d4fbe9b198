package dev.easel.bench.jmh;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import dev.easel.framework.scheduler.Mailbox;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A way to pass objects from one thread to another, at most {@link #ROOM} on their way at a time.
 *
 * <p><b>Threads:</b> one puts, one takes.
 */
public abstract class HandOff {
  /** How many objects may be on their way. */
  static final int ROOM = 1024;

  private HandOff() {}

  /** The ways that are compared. */
  public enum Kind {
    /** The engine's own: a linked stack that the taker empties at once. */
    MAILBOX {
      @Override
      HandOff open() {
        return new ByMailbox();
      }
    },
    /** A ring that one producer fills. */
    DISRUPTOR_SINGLE {
      @Override
      HandOff open() {
        return new ByRing(RingBuffer.createSingleProducer(Slot::new, ROOM));
      }
    },
    /** A ring that any number of producers fill. */
    DISRUPTOR_MULTI {
      @Override
      HandOff open() {
        return new ByRing(RingBuffer.createMultiProducer(Slot::new, ROOM));
      }
    },
    /** The JDK's linked queue without a lock. */
    CONCURRENT_LINKED_QUEUE {
      @Override
      HandOff open() {
        return new ByQueue(new ConcurrentLinkedQueue<>());
      }
    },
    /** The JDK's linked queue with locks. */
    LINKED_BLOCKING_QUEUE {
      @Override
      HandOff open() {
        return new ByQueue(new LinkedBlockingQueue<>(ROOM));
      }
    },
    /** The JDK's array with a lock. */
    ARRAY_BLOCKING_QUEUE {
      @Override
      HandOff open() {
        return new ByQueue(new ArrayBlockingQueue<>(ROOM));
      }
    };

    abstract HandOff open();
  }

  /** Puts an object; false if there is no room. */
  abstract boolean put(Object object);

  /** Takes all that has come and adds up something of it, so that it is looked at. */
  abstract int takeAll();

  /** Counts the objects on their way, where the queue has no limit that costs as little. */
  private static final class Room {
    private final AtomicLong taken = new AtomicLong();
    private long put;
    private long lastTaken;

    /** The thread that puts. */
    boolean enter() {
      if (put - lastTaken >= ROOM) {
        lastTaken = taken.getAcquire();
        if (put - lastTaken >= ROOM) {
          return false;
        }
      }
      put++;
      return true;
    }

    /** The thread that takes. */
    void leave(int count) {
      taken.setRelease(taken.getPlain() + count);
    }
  }

  private static final class ByMailbox extends HandOff {
    private final Mailbox<Letter> mailbox = new Mailbox<>();
    private final Room room = new Room();
    private int sum;
    private int count;

    private static final class Letter extends Mailbox.Letter {
      final Object object;

      Letter(Object object) {
        this.object = object;
      }
    }

    @Override
    boolean put(Object object) {
      if (!room.enter()) {
        return false;
      }
      mailbox.post(new Letter(object));
      return true;
    }

    @Override
    int takeAll() {
      if (mailbox.isEmpty()) {
        return 0;
      }
      count = 0;
      mailbox.drain(
          letter -> {
            sum += letter.object.hashCode();
            count++;
          });
      room.leave(count);
      return sum;
    }
  }

  private static final class Slot {
    @Nullable Object object;
  }

  private static final class ByRing extends HandOff {
    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;
    private int sum;

    ByRing(RingBuffer<Slot> ring) {
      this.ring = ring;
      poller = ring.newPoller(new Sequence[0]);
      ring.addGatingSequences(poller.getSequence());
    }

    @Override
    boolean put(Object object) {
      return ring.tryPublishEvent(ByRing::fill, object);
    }

    private static void fill(Slot slot, long sequence, Object object) {
      slot.object = object;
    }

    @Override
    int takeAll() {
      try {
        poller.poll(this::take);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return sum;
    }

    private boolean take(Slot slot, long sequence, boolean last) {
      Object object = slot.object;
      sum += object == null ? 0 : object.hashCode();
      return true;
    }
  }

  private static final class ByQueue extends HandOff {
    private final Queue<Object> queue;
    private final Room room = new Room();
    private int sum;

    ByQueue(Queue<Object> queue) {
      this.queue = queue;
    }

    @Override
    boolean put(Object object) {
      if (!room.enter()) {
        return false;
      }
      return queue.offer(object);
    }

    @Override
    int takeAll() {
      int count = 0;
      for (Object object = queue.poll(); object != null; object = queue.poll()) {
        sum += object.hashCode();
        count++;
      }
      room.leave(count);
      return sum;
    }
  }
}
