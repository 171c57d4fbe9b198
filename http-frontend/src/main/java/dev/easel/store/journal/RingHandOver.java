package dev.easel.store.journal;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands over through a Disruptor, which tells its reader where the batch of what has gathered ends.
 *
 * @param <T> what is handed over
 */
public final class RingHandOver<T> implements HandOver<T> {
  private static final int SIZE = 1024;

  /** Longer batches would make the first of them wait for no gain. */
  private static final int MOST_OF_A_BATCH = 256;

  private final EventTranslatorOneArg<Slot<T>, T> put =
      (slot, sequence, thing) -> slot.thing = thing;
  private final CountDownLatch running = new CountDownLatch(1);
  private final Disruptor<Slot<T>> disruptor;

  private static final class Slot<T> {
    private @Nullable T thing;
  }

  private final class Reader implements EventHandler<Slot<T>> {
    private final Consumer<List<T>> taker;
    private List<T> batch = new ArrayList<>();

    Reader(Consumer<List<T>> taker) {
      this.taker = taker;
    }

    @Override
    public void onStart() {
      running.countDown();
    }

    @Override
    public void onEvent(Slot<T> slot, long sequence, boolean endOfBatch) {
      T thing = slot.thing;
      slot.thing = null;
      if (thing != null) {
        batch.add(thing);
      }
      if (endOfBatch || batch.size() >= MOST_OF_A_BATCH) {
        List<T> taken = batch;
        batch = new ArrayList<>();
        taker.accept(taken);
      }
    }
  }

  /** Makes a ring whose thread has a name. */
  public RingHandOver(String threadName) {
    disruptor =
        new Disruptor<>(
            Slot::new,
            SIZE,
            task -> thread(task, threadName),
            ProducerType.MULTI,
            new BlockingWaitStrategy());
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void start(Consumer<List<T>> taker) {
    disruptor.handleEventsWith(new Reader(taker));
    disruptor.start();
    try {
      // A ring that is closed before its thread runs takes itself for empty.
      running.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void put(T thing) {
    disruptor.publishEvent(put, thing);
  }

  @Override
  public void close() {
    disruptor.shutdown();
  }
}
