package dev.easel.http.desk;

import dev.easel.calculators.http.HttpRequestPayload;
import dev.easel.http.desk.bulk.BatchDesk;
import dev.easel.http.desk.bulk.FileDesk;
import dev.easel.http.desk.call.DeskAnswer;
import dev.easel.http.desk.call.DeskCall;
import dev.easel.http.desk.task.TaskDesk;
import dev.easel.http.error.ErrorAnswer;
import dev.easel.http.error.Refusal;
import dev.easel.http.metrics.DeskReport;
import dev.easel.serving.Servable;
import dev.easel.store.task.StoredTask;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Where tasks, files and batches are asked for.
 *
 * <p><b>Threads</b>: calls wait for a store; {@link #executor} is where they may.
 *
 * <p><b>Failure</b>: {@link Refusal}, a request's mistake, or the store's failure.
 */
public final class Desk {
  private final TaskDesk tasks;
  private final FileDesk files;
  private final BatchDesk batches;
  private final Executor executor;
  private final Supplier<DeskReport> report;

  Desk(
      TaskDesk tasks,
      FileDesk files,
      BatchDesk batches,
      Executor executor,
      Supplier<DeskReport> report) {
    this.report = report;
    this.tasks = tasks;
    this.files = files;
    this.batches = batches;
    this.executor = executor;
  }

  /** The threads for its calls. */
  public Executor executor() {
    return executor;
  }

  /** How everything stands, as of a short while ago; waits for nothing. */
  public DeskReport report() {
    return report.get();
  }

  /** The path of the request that a task stands for. */
  public static String atOnce(String path) {
    return TaskDesk.atOnce(path);
  }

  /** Accepts a request as a task. */
  public DeskAnswer submit(DeskCall call, Servable servable, HttpRequestPayload request) {
    return tasks.submit(call, servable, request);
  }

  /** Goes on, as a task, with a request whose client has left. */
  public StoredTask keep(DeskCall call, Servable servable, HttpRequestPayload request) {
    return tasks.keep(call, servable, request);
  }

  /** Answers everything else. */
  public DeskAnswer answer(DeskCall call) {
    return switch (call.found().endpoint()) {
      case TASK_LIST -> tasks.list(call);
      case TASK -> tasks.find(call);
      case TASK_CANCEL -> tasks.cancel(call);
      case TASK_EVENTS -> tasks.follow(call);
      case FILE_LIST -> files.list(call);
      case FILE_UPLOAD -> files.upload(call);
      case FILE -> files.find(call);
      case FILE_DELETE -> files.delete(call);
      case FILE_CONTENT -> files.content(call);
      case BATCH_LIST -> batches.list(call);
      case BATCH_CREATE -> batches.create(call);
      case BATCH -> batches.find(call);
      case BATCH_CANCEL -> batches.cancel(call);
      default -> throw new Refusal(ErrorAnswer.of(404, "nothing answers at " + call.path()));
    };
  }
}
