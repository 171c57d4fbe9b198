package dev.easel.genai.diffusion;

import dev.easel.genai.ImagePipeline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends pipelines that run at the same time: a new one when all are lent, up to a number kept for
 * later.
 *
 * <p><b>Threads</b>: any thread at any time.
 *
 * <p><b>Ownership</b>: the pool closes its pipelines.
 *
 * @param <P> the kind of pipeline
 */
final class PipelinePool<P extends ImagePipeline> implements AutoCloseable {

  private final Supplier<P> maker;
  private final int kept;
  private final Deque<P> idle = new ArrayDeque<>();
  private boolean closed;

  /** A pool that makes pipelines by {@code maker} and keeps so many of those given back. */
  PipelinePool(Supplier<P> maker, int kept) {
    this.maker = maker;
    this.kept = kept;
  }

  /** Lends a pipeline for one run. */
  <T> T with(Function<P, T> run) {
    P pipeline = lend();
    try {
      return run.apply(pipeline);
    } finally {
      giveBack(pipeline);
    }
  }

  private P lend() {
    synchronized (idle) {
      P waiting = idle.poll();
      if (waiting != null) {
        return waiting;
      }
    }
    return maker.get();
  }

  private void giveBack(P pipeline) {
    synchronized (idle) {
      if (!closed && idle.size() < kept) {
        idle.push(pipeline);
        return;
      }
    }
    pipeline.close();
  }

  /** Of those that are not lent; what is lent uses its memory. */
  void releaseMemory() {
    synchronized (idle) {
      idle.forEach(ImagePipeline::releaseMemory);
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.forEach(ImagePipeline::close);
      idle.clear();
    }
  }
}
