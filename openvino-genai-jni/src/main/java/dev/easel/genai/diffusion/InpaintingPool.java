package dev.easel.genai.diffusion;

import dev.easel.genai.InpaintingPipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Lends the inpainting pipelines, which cannot be cloned: when all are lent, the next request waits
 * its turn.
 *
 * <p><b>Threads</b>: any thread at any time.
 *
 * <p><b>Ownership</b>: the pool closes its pipelines; a lent one is given back.
 */
final class InpaintingPool implements AutoCloseable {

  private static final long CANCEL_CHECK_MILLIS = 20;

  private final List<InpaintingPipeline> all;
  private final BlockingQueue<InpaintingPipeline> idle;

  InpaintingPool(List<InpaintingPipeline> pipelines) {
    all = List.copyOf(pipelines);
    idle = new ArrayBlockingQueue<>(all.size(), true, all);
  }

  /** Waits for a pipeline; empty when the request was cancelled meanwhile. */
  Optional<InpaintingPipeline> lend(BooleanSupplier isCancelled) throws InterruptedException {
    while (!isCancelled.getAsBoolean()) {
      InpaintingPipeline free = idle.poll(CANCEL_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      if (free != null) {
        return Optional.of(free);
      }
    }
    return Optional.empty();
  }

  void giveBack(InpaintingPipeline pipeline) {
    idle.add(pipeline);
  }

  /** Of those that are not lent; what is lent uses its memory. */
  void releaseMemory() {
    List<InpaintingPipeline> free = new ArrayList<>();
    idle.drainTo(free);
    try {
      free.forEach(InpaintingPipeline::releaseMemory);
    } finally {
      idle.addAll(free);
    }
  }

  @Override
  public void close() {
    all.forEach(InpaintingPipeline::close);
  }
}
