package dev.easel.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.EventTranslatorOneArg;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Hands events over to a thread that writes them. Whoever logs never waits: when the ring is full,
 * since the disk or the terminal does not keep up, lines are dropped and counted, and the log says
 * how many as soon as there is room.
 *
 * <p><b>Threads</b>: any may append.
 */
final class LogRing extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int SIZE = 8192;
  private static final long LAST_LINES_SECONDS = 5;
  private static final EventTranslatorOneArg<Slot, ILoggingEvent> PUT =
      (slot, sequence, event) -> slot.event = event;

  private final List<OutputStreamAppender<ILoggingEvent>> outputs;
  private final Disruptor<Slot> disruptor;
  private final LongAdder dropped = new LongAdder();
  private final CountDownLatch running = new CountDownLatch(1);
  private long told;

  private final class Writer implements EventHandler<Slot> {
    @Override
    public void onStart() {
      running.countDown();
    }

    @Override
    public void onEvent(Slot slot, long sequence, boolean endOfBatch) throws IOException {
      write(slot, endOfBatch);
    }
  }

  private static final class Slot {
    private @Nullable ILoggingEvent event;
  }

  LogRing(List<OutputStreamAppender<ILoggingEvent>> outputs) {
    this.outputs = outputs;
    disruptor =
        new Disruptor<>(
            Slot::new, SIZE, LogRing::thread, ProducerType.MULTI, new BlockingWaitStrategy());
    disruptor.handleEventsWith(new Writer());
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "easel-log");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void start() {
    disruptor.start();
    try {
      // A ring that is stopped before its thread runs takes itself for empty.
      running.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (!disruptor.getRingBuffer().tryPublishEvent(PUT, event)) {
      dropped.increment();
    }
  }

  /** How many lines were dropped. */
  long dropped() {
    return dropped.sum();
  }

  private void write(Slot slot, boolean endOfBatch) throws IOException {
    ILoggingEvent event = slot.event;
    slot.event = null;
    if (event != null) {
      outputs.forEach(output -> output.doAppend(event));
    }
    if (endOfBatch) {
      tellDropped();
      for (OutputStreamAppender<ILoggingEvent> output : outputs) {
        output.getOutputStream().flush();
      }
    }
  }

  /** Not through the ring, which may be full again, or stopped. */
  private void tellDropped() {
    long now = dropped.sum();
    if (now != told) {
      long more = now - told;
      told = now;
      ILoggingEvent event =
          new LoggingEvent(
              LogRing.class.getName(),
              ((LoggerContext) getContext()).getLogger(LogRing.class),
              Level.WARN,
              "{} lines of the log were dropped: they came faster than they are written",
              null,
              new Object[] {more});
      outputs.forEach(output -> output.doAppend(event));
    }
  }

  /** Writes what is in the ring, then ends. */
  @Override
  public void stop() {
    super.stop();
    try {
      disruptor.shutdown(LAST_LINES_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      disruptor.halt();
    }
    outputs.forEach(OutputStreamAppender::stop);
  }
}
