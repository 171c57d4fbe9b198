package dev.easel.http.desk.task;

import dev.easel.http.desk.call.PieceSource;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task's states as server-sent events. Each has the whole task, so who reconnects needs only the
 * newest, which comes at once.
 *
 * <p><b>Threads</b>: one at a time, but for the store's, which tells of changes.
 */
final class TaskEvents implements PieceSource {
  private static final byte[] BEGIN =
      "event: image.task\ndata: ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

  private final TaskStore store;
  private final TaskView view;
  private final String id;
  private byte[] last = {};
  private boolean isOver;
  private TaskStore.@Nullable Registration registration;

  TaskEvents(TaskStore store, TaskView view, String id) {
    this.store = store;
    this.view = view;
    this.id = id;
  }

  @Override
  public Map<String, String> headers() {
    return Map.of(
        "content-type", "text/event-stream; charset=utf-8",
        "cache-control", "no-store",
        "x-accel-buffering", "no");
  }

  @Override
  public void onMore(Runnable listener) {
    registration = store.watch(id, listener);
  }

  @Override
  public Optional<ByteBuffer> next() {
    Optional<StoredTask> task = store.find(id);
    if (task.isEmpty()) {
      isOver = true;
      return Optional.empty();
    }
    isOver = task.get().state().isEnd();
    byte[] now = line(task.get());
    if (Arrays.equals(now, last)) {
      return Optional.empty();
    }
    last = now;
    return Optional.of(ByteBuffer.wrap(now));
  }

  /** An event is one line; JSON has line ends only between its tokens, where they mean nothing. */
  private byte[] line(StoredTask task) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(BEGIN);
    for (ByteBuffer piece : view.whole(task)) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = bytes[i] == '\n' ? (byte) ' ' : bytes[i];
      }
      out.writeBytes(bytes);
    }
    out.writeBytes(END);
    return out.toByteArray();
  }

  @Override
  public boolean isOver() {
    return isOver;
  }

  @Override
  public void close() {
    TaskStore.Registration ended = registration;
    if (ended != null) {
      ended.close();
    }
  }
}
