package dev.easel.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogRingTest {
  private static final int THREADS = 4;
  private static final int LINES = 10_000;

  private final LoggerContext context = new LoggerContext();

  /** A disk that takes nothing until the test lets it. */
  private static final class Disk extends ByteArrayOutputStream {
    private final CountDownLatch open = new CountDownLatch(1);

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      try {
        open.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      super.write(bytes, offset, length);
    }
  }

  private LogRing ring(Disk disk) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    OutputStreamAppender<ILoggingEvent> output = new OutputStreamAppender<>();
    output.setContext(context);
    JsonLines lines = new JsonLines();
    lines.setContext(context);
    lines.start();
    output.setEncoder(lines);
    output.setOutputStream(disk);
    output.start();
    LogRing ring = new LogRing(List.of(output));
    ring.setContext(context);
    ring.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(ring);
    return ring;
  }

  private void logFromManyThreads() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Logger logger = context.getLogger("thread" + t);
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < LINES; i++) {
                  logger.info("line {}", i);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aDiskThatStandsStillHoldsNobodyUp() throws Exception {
    Disk disk = new Disk();
    LogRing ring = ring(disk);
    logFromManyThreads();
    long dropped = ring.dropped();
    assertThat(dropped).isPositive();
    disk.open.countDown();
    ring.stop();
    String log = disk.toString(StandardCharsets.UTF_8);
    assertThat(log.lines().filter(line -> line.contains("\"line ")))
        .hasSize((int) (THREADS * LINES - dropped));
    assertThat(log).contains(dropped + " lines of the log were dropped");
  }

  @RepeatedTest(50)
  void everyLineIsWrittenInTheOrderOfItsThreadWhereThereIsRoom() throws Exception {
    Disk disk = new Disk();
    disk.open.countDown();
    LogRing ring = ring(disk);
    Logger logger = context.getLogger("one");
    for (int i = 0; i < 1000; i++) {
      logger.info("line {}", i);
    }
    ring.stop();
    List<String> lines = disk.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      assertThat(lines.get(i)).contains("\"message\":\"line " + i + "\"");
    }
  }

  @Test
  void aFileOfLevelsIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("levels");
    Files.writeString(file, "a.b=DEBUG\nc=ERROR\nd=LOUD\n");
    LevelFile levels = new LevelFile(file, context);
    levels.look();
    assertThat(context.getLogger("a.b.c").isDebugEnabled()).isTrue();
    assertThat(context.getLogger("c").isInfoEnabled()).isFalse();
    Files.writeString(file, "c=DEBUG\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    levels.look();
    assertThat(context.getLogger("c").isDebugEnabled()).isTrue();
    assertThat(context.getLogger("a.b").getLevel()).isNull();
  }
}
