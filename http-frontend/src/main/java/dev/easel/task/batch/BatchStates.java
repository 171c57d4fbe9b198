package dev.easel.task.batch;

import dev.easel.store.record.RecordStore;
import dev.easel.store.record.StoredRecord;
import java.util.Optional;

/**
 * Keeps how far batches are. Who runs a batch is the only one to change its state, but for its end.
 *
 * <p><b>Threads</b>: any; calls wait for the store.
 */
public final class BatchStates {
  private static final String SPACE = "batches";
  private static final String ORDERS = "batch_orders";

  private final RecordStore records;

  /** States in a store of records. */
  public BatchStates(RecordStore records) {
    this.records = records;
  }

  /** Keeps what a batch was asked for, for as long as it is shown; its task forgets it earlier. */
  public void order(String id, BatchOrder order) {
    boolean unused = records.put(ORDERS, id, order.json(), 0);
  }

  /** What a batch was asked for. */
  public Optional<BatchOrder> order(String id) {
    return records.find(ORDERS, id).map(record -> BatchOrder.parse(record.bytes()));
  }

  /** How far a batch is. */
  public BatchState find(String id) {
    return records
        .find(SPACE, id)
        .map(record -> BatchState.parse(record.bytes()))
        .orElse(BatchState.NEW);
  }

  /** Writes down how far a batch is; false when somebody else did so meanwhile. */
  public boolean put(String id, BatchState state) {
    Optional<StoredRecord> seen = records.find(SPACE, id);
    return records.put(SPACE, id, state.json(), seen.map(StoredRecord::version).orElse(0L));
  }
}
