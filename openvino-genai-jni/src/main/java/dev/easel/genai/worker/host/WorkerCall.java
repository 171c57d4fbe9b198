package dev.easel.genai.worker.host;

import dev.easel.genai.worker.proto.FromWorker;
import dev.easel.genai.worker.proto.FromWorker.ContentCase;
import dev.easel.genai.worker.proto.Phase;
import dev.easel.picture.RgbImages;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One call of a worker process: what it has answered and nobody has taken yet.
 *
 * <p><b>Threads</b>: the process's receiver adds, the caller takes.
 */
public final class WorkerCall {
  private static final long DEATH_MILLIS = 1000;
  private static final int MOST_REPLIES = 1000;

  private final long number;
  private final String title;
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final long openedNanos = System.nanoTime();
  private volatile String phase;
  private volatile long progress;
  private volatile long progressNanos = System.nanoTime();
  private boolean isOver;

  /**
   * A call that was not answered yet.
   *
   * @param title what it is, for the evidence of a crash
   */
  WorkerCall(long number, String title, String phase) {
    this.number = number;
    this.title = title;
    this.phase = phase;
  }

  /** Has a caller that waits look about itself. */
  private static final Reply NUDGE =
      new Reply(FromWorker.getDefaultInstance(), Optional.empty(), Optional.empty());

  /** What came: a message, with its images if it has some, or the process's death. */
  public record Reply(
      FromWorker message, Optional<RgbImages> images, Optional<WorkerDeath> death) {}

  long number() {
    return number;
  }

  /** What it is. */
  String title() {
    return title;
  }

  /** What is being done in it. */
  String phase() {
    return phase;
  }

  /** When it was opened. */
  long openedNanos() {
    return openedNanos;
  }

  /** When it last came further. */
  long progressNanos() {
    return progressNanos;
  }

  void advance(Phase now) {
    phase = now.getText();
    if (now.getProgress() != progress) {
      progress = now.getProgress();
      progressNanos = System.nanoTime();
    }
  }

  /** False when there is more than anybody could have asked for. */
  boolean add(FromWorker message, Optional<RgbImages> images) {
    progressNanos = System.nanoTime();
    add(new Reply(message, images, Optional.empty()));
    return replies.size() < MOST_REPLIES;
  }

  void die(WorkerDeath death) {
    add(new Reply(FromWorker.getDefaultInstance(), Optional.empty(), Optional.of(death)));
  }

  private synchronized void add(Reply reply) {
    if (isOver) {
      reply.images().ifPresent(RgbImages::close);
    } else {
      replies.add(reply);
    }
  }

  /** The next message within a time. */
  public Optional<Reply> poll(long millis) throws InterruptedException, WorkerDiedException {
    Reply reply = replies.poll(millis, TimeUnit.MILLISECONDS);
    if (reply != null && reply.death().isPresent()) {
      throw new WorkerDiedException(reply.death().get());
    }
    return Optional.ofNullable(reply)
        .filter(it -> it.message().getContentCase() != ContentCase.CONTENT_NOT_SET);
  }

  /** Ends a {@link #poll} that waits, or the next one, with nothing. */
  public void nudge() {
    add(NUDGE);
  }

  /** The process is ending: waits until its death is told. */
  void awaitDeath() throws InterruptedException, WorkerDiedException {
    while (true) {
      poll(DEATH_MILLIS).flatMap(Reply::images).ifPresent(RgbImages::close);
    }
  }

  /** Nobody will take anything any more. */
  synchronized void end() {
    isOver = true;
    for (Reply left = replies.poll(); left != null; left = replies.poll()) {
      left.images().ifPresent(RgbImages::close);
    }
  }
}
