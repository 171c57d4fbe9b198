package dev.easel.http.desk.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.easel.http.desk.call.DeskJson;
import dev.easel.http.desk.task.TaskView;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskState;
import dev.easel.task.batch.BatchOrder;
import dev.easel.task.batch.BatchState;
import dev.easel.task.batch.BatchState.Phase;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows batches in OpenAI's shape. */
final class BatchView {

  private static final long THOUSAND = 1000;
  private static final long WINDOW_SECONDS = 86_400;
  private static final long LEFT_MILLIS = 60_000;

  private final InstantSource clock;

  BatchView(InstantSource clock) {
    this.clock = clock;
  }

  ObjectNode node(StoredTask task, BatchOrder order, BatchState state) {
    String status = status(task, state);
    ObjectNode node = DeskJson.object();
    node.put("id", TaskView.batchId(task.id()));
    node.put("object", "batch");
    node.put("endpoint", order.endpoint());
    if (state.errors().isEmpty()) {
      node.putNull("errors");
    } else {
      node.putObject("errors").put("object", "list").set("data", state.errors());
    }
    node.put("input_file_id", order.inputFile());
    node.put("completion_window", order.window());
    node.put("status", status);
    boolean isOver = state.finishedMillis() > 0;
    node.put("output_file_id", isOver && state.completed() > 0 ? order.outputFile() : null);
    node.put("error_file_id", isOver && state.failed() > 0 ? order.errorFile() : null);
    long created = task.times().createdMillis() / THOUSAND;
    node.put("created_at", created);
    node.put("in_progress_at", seconds(state.startedMillis()));
    node.put("expires_at", created + WINDOW_SECONDS);
    node.put("finalizing_at", (Long) null);
    Long finished = seconds(state.finishedMillis());
    node.put("completed_at", state.phase() == Phase.COMPLETED ? finished : null);
    node.put("failed_at", state.phase() == Phase.FAILED ? finished : null);
    node.put("expired_at", state.phase() == Phase.EXPIRED ? finished : null);
    boolean isCancelled = task.state() == TaskState.CANCELLED;
    node.put("cancelling_at", isCancelled ? seconds(task.times().finishedMillis()) : null);
    node.put("cancelled_at", status.equals("cancelled") ? finished : null);
    ObjectNode counts = node.putObject("request_counts");
    counts.put("total", state.total());
    counts.put("completed", state.completed());
    counts.put("failed", state.failed());
    node.set("metadata", order.metadata());
    return node;
  }

  private static @Nullable Long seconds(long millis) {
    return millis == 0 ? null : (Long) (millis / THOUSAND);
  }

  /** A server that died in the middle of cancelling leaves nothing more to be done. */
  private String status(StoredTask task, BatchState state) {
    if (task.state() == TaskState.CANCELLED && state.finishedMillis() == 0) {
      boolean isLeft = clock.millis() - task.times().finishedMillis() > LEFT_MILLIS;
      return isLeft ? "cancelled" : "cancelling";
    }
    if (task.state() == TaskState.FAILED && state.finishedMillis() == 0) {
      return "failed";
    }
    return state.phase().name().toLowerCase(Locale.ROOT);
  }
}
