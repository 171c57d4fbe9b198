package dev.easel.task.batch;

import dev.easel.store.task.StoredTask;
import dev.easel.task.batch.BatchState.Phase;
import dev.easel.task.file.FileShelf;
import dev.easel.task.file.ShelfFile;
import java.util.OptionalLong;

/** Ends a batch: makes its files whole, with what was done by then. */
public final class BatchEnd {
  private final FileShelf shelf;
  private final BatchStates states;

  /** Ends batches whose files are on this shelf. */
  public BatchEnd(FileShelf shelf, BatchStates states) {
    this.shelf = shelf;
    this.states = states;
  }

  /** Ends a batch that nobody runs, or whose runner calls. */
  public BatchState end(
      StoredTask batch, BatchOrder order, BatchState state, Phase how, long nowMillis) {
    close(batch, order.outputFile(), "output", state.completed(), state.outputBytes());
    close(batch, order.errorFile(), "error", state.failed(), state.errorBytes());
    BatchState ended = state.end(how, nowMillis);
    states.put(batch.id(), ended);
    return ended;
  }

  private void close(StoredTask batch, String id, String what, int lines, long bytes) {
    if (lines > 0) {
      String name = batch.id().replace("imgtask_", "batch_") + "_" + what + ".jsonl";
      ShelfFile file =
          shelf.begin(
              id, batch.terms().owner(), name, FileShelf.BATCH_OUTPUT, OptionalLong.empty());
      shelf.finish(file, bytes);
    }
  }
}
