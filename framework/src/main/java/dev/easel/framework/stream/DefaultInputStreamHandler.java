package dev.easel.framework.stream;

import dev.easel.framework.policy.InputSet;
import dev.easel.framework.policy.InputStreamHandler;
import dev.easel.framework.policy.InputStreamHandlerFactory.Request;
import dev.easel.framework.proto.DefaultInputStreamHandlerOptions;
import dev.easel.framework.status.StatusCode;
import dev.easel.framework.status.StatusException;
import java.util.stream.IntStream;

/**
 * Runs a node at the lowest timestamp at which every input is settled; may collect a batch.
 *
 * <p>Nodes without a batch are run by {@link SyncSet}, which follows the same rule.
 */
class DefaultInputStreamHandler extends InputStreamHandler {
  private final boolean processBounds;
  private final int batchSize;
  private QueueSet set = new QueueSet(new int[0], queues(), false);

  DefaultInputStreamHandler(Request request) {
    processBounds = request.processTimestampBounds();
    batchSize = batchSize(request);
    if (batchSize < 1) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "Batch size has to be greater than or equal to 1.");
    }
    if (batchSize > 1 && request.parallel()) {
      throw new StatusException(
          StatusCode.INVALID_ARGUMENT, "Batching cannot be combined with parallel execution.");
    }
  }

  static int batchSize(Request request) {
    return request.options().hasExtension(DefaultInputStreamHandlerOptions.ext)
        ? request.options().getExtension(DefaultInputStreamHandlerOptions.ext).getBatchSize()
        : 1;
  }

  @Override
  protected void started() {
    set = new QueueSet(IntStream.range(0, queues().size()).toArray(), queues(), processBounds);
  }

  @Override
  public Readiness readiness() {
    return set.readiness();
  }

  @Override
  public void fill(long timestamp, InputSet to) {
    for (int id : set.ids()) {
      take(id, timestamp, to);
    }
  }

  @Override
  public int batchSize() {
    return batchSize;
  }
}
