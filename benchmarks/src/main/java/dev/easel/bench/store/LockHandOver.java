package dev.easel.bench.store;

import dev.easel.store.journal.HandOver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands over through a list under a lock, to compare the Disruptor with.
 *
 * @param <T> what is handed over
 */
final class LockHandOver<T> implements HandOver<T> {
  private static final int MOST_HELD = 1024;
  private static final int MOST_OF_A_BATCH = 256;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition isFilled = lock.newCondition();
  private final Condition hasRoom = lock.newCondition();
  private final ArrayDeque<T> held = new ArrayDeque<>();
  private boolean isClosed;
  private @Nullable Thread thread;

  @Override
  public void start(Consumer<List<T>> taker) {
    Thread started =
        new Thread(
            () -> {
              for (List<T> batch = take(); !batch.isEmpty(); batch = take()) {
                taker.accept(batch);
              }
            },
            "lock-hand-over");
    started.setDaemon(true);
    started.start();
    thread = started;
  }

  private List<T> take() {
    lock.lock();
    try {
      while (held.isEmpty() && !isClosed) {
        isFilled.awaitUninterruptibly();
      }
      List<T> batch = new ArrayList<>();
      while (!held.isEmpty() && batch.size() < MOST_OF_A_BATCH) {
        batch.add(held.remove());
      }
      hasRoom.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void put(T thing) {
    lock.lock();
    try {
      while (held.size() >= MOST_HELD) {
        hasRoom.awaitUninterruptibly();
      }
      held.add(thing);
      isFilled.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      isFilled.signalAll();
    } finally {
      lock.unlock();
    }
    Thread started = thread;
    try {
      if (started != null) {
        started.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
