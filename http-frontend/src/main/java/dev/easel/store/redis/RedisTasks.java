package dev.easel.store.redis;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.id.TaskIds;
import dev.easel.store.signal.Signals;
import dev.easel.store.task.IdempotencyKey;
import dev.easel.store.task.Lease;
import dev.easel.store.task.NewTask;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.Submission;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskPage;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import io.lettuce.core.KeyValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tasks of a Redis. All times are Redis's own, so that no two servers must agree on one. */
final class RedisTasks implements TaskStore {
  private static final long MOST_SWEPT_AT_ONCE = 100;

  private final RedisLink link;
  private final TaskLimits limits;
  private final InstantSource dates = InstantSource.system(); // For ids only.

  RedisTasks(RedisLink link, TaskLimits limits) {
    this.link = link;
    this.limits = limits;
  }

  @Override
  public Submission submit(NewTask task) {
    TaskBody body = task.body();
    limits.checkBody(body.bytes());
    List<byte[]> arguments =
        RedisLink.arguments(
            TaskIds.next(dates.millis()),
            Integer.toString(limits.waiting()),
            task.idempotency().map(IdempotencyKey::key).orElse(""),
            task.idempotency().map(IdempotencyKey::requestHash).orElse(""),
            body.path(),
            body.contentType());
    arguments.add(body.bytes());
    arguments.addAll(TaskFields.of(task.terms()));
    List<Object> answer = link.list(Script.SUBMIT, arguments);
    String kind = RedisLink.text(answer.get(0));
    if (kind.equals("FULL")) {
      throw new StoreException(
          StoreFailure.LINE_FULL, limits.waiting() + " tasks wait already: try again later");
    }
    return new Submission(
        Submission.Kind.valueOf(kind),
        TaskFields.task(RedisLink.text(answer.get(1)), answer.get(2)));
  }

  @Override
  public Optional<StoredTask> find(String id) {
    List<Object> fields = link.list(Script.FIND, RedisLink.arguments(id));
    return fields.isEmpty() ? Optional.empty() : Optional.of(TaskFields.task(id, fields));
  }

  @Override
  public Optional<TaskBody> body(String id) {
    Map<String, byte[]> fields = link.call(commands -> commands.hgetall(link.key("body:" + id)));
    byte[] path = fields.get("path");
    byte[] type = fields.get("type");
    byte[] bytes = fields.get("bytes");
    return path == null || type == null || bytes == null
        ? Optional.empty()
        : Optional.of(new TaskBody(RedisLink.text(path), RedisLink.text(type), bytes));
  }

  @Override
  public TaskPage list(TaskQuery query) {
    List<StoredTask> found =
        TaskFields.tasks(
            link.list(
                Script.LIST,
                RedisLink.arguments(
                    query.owner(),
                    query.group().orElse(""),
                    query.after().orElse(""),
                    Integer.toString(query.limit() + 1))));
    boolean hasMore = found.size() > query.limit();
    return new TaskPage(hasMore ? List.copyOf(found.subList(0, query.limit())) : found, hasMore);
  }

  @Override
  public Map<TaskState, Long> counts(String group) {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    link.call(commands -> commands.hgetall(link.key("states:" + group)))
        .forEach((state, count) -> counts.put(TaskState.valueOf(state), number(count)));
    return counts;
  }

  private static long number(byte[] value) {
    return Long.parseLong(RedisLink.text(value));
  }

  @Override
  public OptionalLong position(String id) {
    List<KeyValue<String, byte[]>> found =
        link.call(commands -> commands.hmget(link.key("task:" + id), "servable"));
    if (!found.get(0).hasValue()) {
      return OptionalLong.empty();
    }
    String line = link.key("line:" + RedisLink.text(found.get(0).getValue()));
    // Redis answers with nothing for what does not stand in the line.
    Optional<Long> rank =
        link.call(commands -> Optional.ofNullable(commands.zrank(line, RedisLink.bytes(id))));
    return rank.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  @Override
  public Map<String, Long> waiting() {
    Map<String, Long> waiting = new HashMap<>();
    link.call(commands -> commands.hgetall(link.key("waiting")))
        .forEach((servable, count) -> waiting.put(servable, number(count)));
    waiting.remove("");
    return waiting;
  }

  @Override
  public Optional<Lease> claim(String worker, Set<String> servables, Duration lease) {
    List<byte[]> arguments =
        new ArrayList<>(RedisLink.arguments(worker, Long.toString(lease.toMillis())));
    servables.forEach(each -> arguments.add(RedisLink.bytes(each)));
    List<Object> answer = link.list(Script.CLAIM, arguments);
    return answer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Lease(
                TaskFields.task(RedisLink.text(answer.get(0)), answer.get(2)),
                worker,
                (Long) answer.get(1)));
  }

  private static List<byte[]> of(Lease lease) {
    return RedisLink.arguments(lease.task().id(), lease.worker(), Long.toString(lease.token()));
  }

  private static List<byte[]> of(Lease lease, long... numbers) {
    List<byte[]> arguments = of(lease);
    for (long each : numbers) {
      arguments.add(RedisLink.bytes(each));
    }
    return arguments;
  }

  @Override
  public boolean renew(Lease lease, Duration time) {
    return link.number(Script.RENEW, of(lease, time.toMillis())) == 1;
  }

  @Override
  public void progress(Lease lease, int step, int steps) {
    link.send(Script.PROGRESS, of(lease, step, steps));
  }

  @Override
  public boolean complete(Lease lease, byte[] result) {
    return finish(lease, TaskState.COMPLETED, result);
  }

  @Override
  public boolean fail(Lease lease, byte[] error) {
    return finish(lease, TaskState.FAILED, error);
  }

  private boolean finish(Lease lease, TaskState state, byte[] outcome) {
    limits.checkOutcome(outcome);
    List<byte[]> arguments = of(lease);
    arguments.add(RedisLink.bytes(state.name()));
    arguments.add(outcome);
    return link.number(Script.FINISH, arguments) == 1;
  }

  @Override
  public boolean release(Lease lease) {
    return link.number(Script.RELEASE, of(lease)) == 1;
  }

  @Override
  public Optional<StoredTask> cancel(String id, String owner) {
    List<Object> answer = link.list(Script.CANCEL, RedisLink.arguments(id, owner));
    return answer.isEmpty() ? Optional.empty() : Optional.of(TaskFields.task(id, answer.get(1)));
  }

  @Override
  public List<StoredTask> deadLetters(int limit) {
    return TaskFields.tasks(
        link.list(Script.DEADLETTERS, RedisLink.arguments(Integer.toString(limit))));
  }

  @Override
  public void sweep() {
    List<byte[]> arguments =
        List.of(RedisLink.bytes(limits.takers()), RedisLink.bytes(MOST_SWEPT_AT_ONCE));
    while (link.number(Script.SWEEP, arguments) >= MOST_SWEPT_AT_ONCE) {
      // There was more than one script should do.
    }
  }

  @Override
  public Registration onWork(Runnable listener) {
    return link.topics().listen(Signals.WORK, listener);
  }

  @Override
  public Registration watch(String id, Runnable listener) {
    return link.topics().listen(Signals.task(id), listener);
  }
}
