package dev.easel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/** Changes something every 50 ms while others go on asking. */
public final class Storm {
  private static final int LOADERS = 2;
  private static final int GUST_MILLIS = 50;
  private static final int WATCH_MILLIS = 250;

  /** Looks at the storm now and then. */
  public interface Watch {

    /** Whether enough has happened for the storm to have shown anything. */
    boolean isEnough() throws Exception;
  }

  private Storm() {}

  /**
   * Lasts as long as it says, and until it is enough.
   *
   * @param gust changes something
   * @param ask asks for something, by a number that counts up
   */
  public static void blow(Duration length, Runnable gust, IntConsumer ask, Watch watch)
      throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    List<Thread> load = new ArrayList<>();
    for (int i = 0; i < LOADERS; i++) {
      Thread thread = new Thread(() -> askUntil(isOver, ask), "load-" + i);
      thread.start();
      load.add(thread);
    }
    ScheduledExecutorService wind = Executors.newSingleThreadScheduledExecutor();
    Future<?> gusts =
        wind.scheduleAtFixedRate(gust, GUST_MILLIS, GUST_MILLIS, TimeUnit.MILLISECONDS);
    long end = System.nanoTime() + length.toNanos();
    while (!watch.isEnough() || System.nanoTime() < end) {
      assertThat(wind.awaitTermination(WATCH_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
    gusts.cancel(false);
    wind.shutdown();
    assertThat(wind.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    isOver.set(true);
    for (Thread thread : load) {
      thread.join();
    }
  }

  private static void askUntil(AtomicBoolean isOver, IntConsumer ask) {
    for (int i = 0; !isOver.get(); i++) {
      ask.accept(i);
    }
  }
}
