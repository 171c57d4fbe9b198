package dev.easel.store.sqlite;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.id.TaskIds;
import dev.easel.store.journal.ChangeWriter;
import dev.easel.store.journal.Database;
import dev.easel.store.journal.Effects;
import dev.easel.store.journal.Statements;
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
import dev.easel.store.task.TaskTerms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The tasks of a folder. What it changes goes through the writer, what it reads does not. */
final class SqliteTasks implements TaskStore {
  private static final String FULL_ROW =
      "SELECT "
          + TaskRows.COLUMNS
          + ", bytes, request_hash FROM tasks LEFT JOIN outcomes USING (seq)";

  private static final byte[] NOTHING = {};

  private final Database database;
  private final ChangeWriter writer;
  private final StoreClock clock;
  private final OpenLeases leases;
  private final WaitingCounts waiting;
  private final BodyFiles files;
  private final TaskEnds ends;
  private final Sweep sweep;
  private final Signals signals;
  private final RoomCheck room;
  private final TaskLimits limits;

  SqliteTasks(
      Database database,
      ChangeWriter writer,
      StoreClock clock,
      Signals signals,
      BodyFiles files,
      RoomCheck room,
      TaskLimits limits) {
    this.database = database;
    this.writer = writer;
    this.clock = clock;
    this.signals = signals;
    this.files = files;
    this.room = room;
    this.limits = limits;
    leases = new OpenLeases(clock);
    waiting = new WaitingCounts();
    ends = new TaskEnds(clock, leases, waiting, files, signals);
    sweep = new Sweep(clock, leases, ends, signals, limits.takers());
  }

  /** Brings what an earlier process has left into order, before anybody else calls. */
  void recover() {
    database.read(
        reader -> {
          waiting.load(reader);
          return true;
        });
    writer.write(sweep::takeBackAll);
    files.removeUnless(
        id ->
            database.read(
                reader ->
                    reader.number("SELECT EXISTS (SELECT 1 FROM tasks WHERE id = ?)", id) == 1));
  }

  @Override
  public Submission submit(NewTask task) {
    byte[] bytes = task.body().bytes();
    limits.checkBody(bytes);
    String id = TaskIds.next(clock.dateMillis());
    boolean isLarge = bytes.length > BodyFiles.LARGE;
    if (!isLarge) {
      return writer.write((writes, effects) -> accept(writes, effects, id, task, false));
    }
    files.write(id, bytes);
    boolean isKept = false;
    try {
      Submission submission =
          writer.write((writes, effects) -> accept(writes, effects, id, task, true));
      isKept = submission.kind() == Submission.Kind.NEW;
      return submission;
    } finally {
      if (!isKept) {
        files.remove(id);
      }
    }
  }

  private Submission accept(
      Statements writes, Effects effects, String id, NewTask task, boolean isInFile)
      throws SQLException {
    Optional<Submission> earlier = earlier(writes, task);
    if (earlier.isPresent()) {
      return earlier.orElseThrow();
    }
    if (waiting.total() >= limits.waiting()) {
      throw new StoreException(
          StoreFailure.LINE_FULL, limits.waiting() + " tasks wait already: try again later");
    }
    room.check(writes);
    insert(writes, id, task, isInFile);
    String servable = task.terms().servable();
    effects.afterCommit(
        () -> {
          waiting.add(servable, 1);
          signals.tell(Signals.WORK);
        });
    StoredTask stored =
        writes
            .first("SELECT " + TaskRows.COLUMNS + " FROM tasks WHERE id = ?", TaskRows::task, id)
            .orElseThrow();
    return new Submission(Submission.Kind.NEW, stored);
  }

  private Optional<Submission> earlier(Statements writes, NewTask task) throws SQLException {
    if (task.idempotency().isEmpty()) {
      return Optional.empty();
    }
    IdempotencyKey key = task.idempotency().orElseThrow();
    return writes.first(
        FULL_ROW + " WHERE owner = ? AND idempotency = ?",
        row -> {
          boolean isSame = key.requestHash().equals(row.getString(TaskRows.NEXT + 1));
          return new Submission(
              isSame ? Submission.Kind.REPEATED : Submission.Kind.CONFLICT,
              leases.withProgress(TaskRows.taskWithOutcome(row)));
        },
        task.terms().owner(),
        key.key());
  }

  private void insert(Statements writes, String id, NewTask task, boolean isInFile)
      throws SQLException {
    TaskTerms terms = task.terms();
    writes.update(
        """
        INSERT INTO tasks (id, owner, model, servable, priority, grp, note, webhook, wait_millis,
          keep_millis, state, created, started, finished, expires, takers, token, worker, dead,
          idempotency, request_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, ?, 0, 0, '', 0, ?, ?)""",
        id,
        terms.owner(),
        terms.model(),
        terms.servable(),
        terms.priority().number(),
        terms.group(),
        terms.note(),
        terms.webhook().orElse(null),
        terms.longestWait().toMillis(),
        terms.keep().toMillis(),
        clock.dateMillis(),
        clock.deadlineMillis() + terms.longestWait().toMillis(),
        task.idempotency().map(IdempotencyKey::key).orElse(null),
        task.idempotency().map(IdempotencyKey::requestHash).orElse(null));
    writes.update(
        "INSERT INTO bodies (seq, path, content_type, in_file, bytes)"
            + " VALUES (last_insert_rowid(), ?, ?, ?, ?)",
        task.body().path(),
        task.body().contentType(),
        isInFile ? 1 : 0,
        isInFile ? NOTHING : task.body().bytes());
  }

  @Override
  public Optional<StoredTask> find(String id) {
    return database
        .read(reader -> reader.first(FULL_ROW + " WHERE id = ?", TaskRows::taskWithOutcome, id))
        .map(leases::withProgress);
  }

  @Override
  public Optional<TaskBody> body(String id) {
    Optional<FoundBody> found =
        database.read(
            reader ->
                reader.first(
                    "SELECT path, content_type, bytes, in_file FROM bodies JOIN tasks USING (seq)"
                        + " WHERE id = ?",
                    row ->
                        new FoundBody(
                            new TaskBody(row.getString(1), row.getString(2), row.getBytes(3)),
                            row.getInt(4) == 1),
                    id));
    if (found.isEmpty() || !found.orElseThrow().isInFile) {
      return found.map(FoundBody::body);
    }
    TaskBody body = found.orElseThrow().body;
    return files.read(id).map(bytes -> new TaskBody(body.path(), body.contentType(), bytes));
  }

  private record FoundBody(TaskBody body, boolean isInFile) {}

  @Override
  public TaskPage list(TaskQuery query) {
    List<StoredTask> found = database.read(reader -> page(reader, query));
    boolean hasMore = found.size() > query.limit();
    List<StoredTask> tasks = hasMore ? found.subList(0, query.limit()) : found;
    return new TaskPage(tasks.stream().map(leases::withProgress).toList(), hasMore);
  }

  private static List<StoredTask> page(Statements reader, TaskQuery query) throws SQLException {
    long before = Long.MAX_VALUE;
    if (query.after().isPresent()) {
      before =
          reader.number(
              "SELECT seq FROM tasks WHERE id = ? AND owner = ?",
              query.after().orElseThrow(),
              query.owner());
    }
    String start = "SELECT " + TaskRows.COLUMNS + " FROM tasks WHERE owner = ?";
    String end = " AND seq < ? ORDER BY seq DESC LIMIT ?";
    return query.group().isEmpty()
        ? reader.all(start + end, TaskRows::task, query.owner(), before, query.limit() + 1)
        : reader.all(
            start + " AND grp = ? AND grp <> ''" + end,
            TaskRows::task,
            query.owner(),
            query.group().orElseThrow(),
            before,
            query.limit() + 1);
  }

  @Override
  public Map<TaskState, Long> counts(String group) {
    Map<TaskState, Long> counts = new EnumMap<>(TaskState.class);
    database.read(
        reader ->
            reader.all(
                "SELECT state, COUNT(*) FROM tasks WHERE grp = ? AND grp <> '' GROUP BY state",
                row -> counts.put(TaskRows.state(row, 1), row.getLong(2)) == null,
                group));
    return counts;
  }

  private record Place(String servable, int priority, long seq) {}

  @Override
  public OptionalLong position(String id) {
    return database.read(
        reader -> {
          Optional<Place> place =
              reader.first(
                  "SELECT servable, priority, seq FROM tasks WHERE id = ? AND state = 0",
                  row -> new Place(row.getString(1), row.getInt(2), row.getLong(3)),
                  id);
          return place.isEmpty()
              ? OptionalLong.empty()
              : OptionalLong.of(before(reader, place.orElseThrow()));
        });
  }

  private static long before(Statements reader, Place place) throws SQLException {
    return reader.number(
        "SELECT COUNT(*) FROM tasks WHERE state = 0 AND servable = ? AND (priority, seq) < (?, ?)",
        place.servable,
        place.priority,
        place.seq);
  }

  @Override
  public Map<String, Long> waiting() {
    return waiting.all();
  }

  @Override
  public Optional<Lease> claim(String worker, Set<String> servables, Duration lease) {
    if (servables.stream().noneMatch(waiting::has)) {
      return Optional.empty();
    }
    return writer.write((writes, effects) -> take(writes, effects, worker, servables, lease));
  }

  private Optional<Lease> take(
      Statements writes, Effects effects, String worker, Set<String> servables, Duration time)
      throws SQLException {
    Optional<Place> first = first(writes, servables);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Lease lease =
        writes
            .first(
                "UPDATE tasks SET state = 1, started = ?, takers = takers + 1, token = token + 1,"
                    + " worker = ? WHERE seq = ? RETURNING "
                    + TaskRows.COLUMNS
                    + ", token",
                row -> new Lease(TaskRows.task(row), worker, row.getLong(TaskRows.NEXT)),
                clock.dateMillis(),
                worker,
                first.orElseThrow().seq)
            .orElseThrow();
    effects.afterCommit(
        () -> {
          waiting.add(lease.task().terms().servable(), -1);
          leases.open(lease, time);
          signals.tell(Signals.task(lease.task().id()));
        });
    return Optional.of(lease);
  }

  /** The heads of the lines are compared here: SQLite would sort all that wait. */
  private Optional<Place> first(Statements writes, Set<String> servables) throws SQLException {
    Optional<Place> best = Optional.empty();
    for (String servable : servables) {
      if (waiting.has(servable)) {
        Optional<Place> head =
            writes.first(
                "SELECT priority, seq FROM tasks WHERE state = 0 AND servable = ?"
                    + " ORDER BY priority, seq LIMIT 1",
                row -> new Place(servable, row.getInt(1), row.getLong(2)),
                servable);
        if (head.isPresent()
            && (best.isEmpty() || isBefore(head.orElseThrow(), best.orElseThrow()))) {
          best = head;
        }
      }
    }
    return best;
  }

  private static boolean isBefore(Place one, Place other) {
    return one.priority == other.priority ? one.seq < other.seq : one.priority < other.priority;
  }

  @Override
  public boolean renew(Lease lease, Duration time) {
    return leases.renew(lease, time);
  }

  @Override
  public void progress(Lease lease, int step, int steps) {
    if (leases.tell(lease, step, steps)) {
      signals.tell(Signals.task(lease.task().id()));
    }
  }

  @Override
  public boolean complete(Lease lease, byte[] result) {
    return end(lease, TaskState.COMPLETED, result);
  }

  @Override
  public boolean fail(Lease lease, byte[] error) {
    return end(lease, TaskState.FAILED, error);
  }

  private boolean end(Lease lease, TaskState state, byte[] outcome) {
    limits.checkOutcome(outcome);
    return writer.write(
        (writes, effects) -> {
          Optional<TaskEnds.Row> task = held(writes, lease);
          if (task.isPresent()) {
            ends.end(writes, effects, task.orElseThrow(), state, false, Optional.of(outcome));
          }
          return task.isPresent() || hasEnded(writes, lease, state, outcome);
        });
  }

  /** Whoever says the same twice, since it did not hear the answer, is told the same twice. */
  private static boolean hasEnded(Statements writes, Lease lease, TaskState state, byte[] outcome)
      throws SQLException {
    return writes.number(
            "SELECT EXISTS (SELECT 1 FROM tasks JOIN outcomes USING (seq)"
                + " WHERE id = ? AND token = ? AND worker = ? AND state = ? AND bytes = ?)",
            lease.task().id(),
            lease.token(),
            lease.worker(),
            state.number(),
            outcome)
        == 1;
  }

  @Override
  public boolean release(Lease lease) {
    return writer.write(
        (writes, effects) -> {
          Optional<TaskEnds.Row> task = held(writes, lease);
          if (task.isPresent()) {
            ends.putBack(writes, effects, task.orElseThrow(), task.orElseThrow().takers() - 1);
          }
          return task.isPresent();
        });
  }

  private static Optional<TaskEnds.Row> held(Statements writes, Lease lease) throws SQLException {
    return writes.first(
        "SELECT "
            + TaskEnds.Row.COLUMNS
            + " FROM tasks WHERE id = ? AND state = 1 AND token = ? AND worker = ?",
        TaskEnds.Row::read,
        lease.task().id(),
        lease.token(),
        lease.worker());
  }

  @Override
  public Optional<StoredTask> cancel(String id, String owner) {
    writer.write(
        (writes, effects) -> {
          Optional<TaskEnds.Row> task =
              writes.first(
                  "SELECT "
                      + TaskEnds.Row.COLUMNS
                      + " FROM tasks WHERE id = ? AND owner = ? AND state IN (0, 1)",
                  TaskEnds.Row::read,
                  id,
                  owner);
          if (task.isPresent()) {
            ends.end(
                writes, effects, task.orElseThrow(), TaskState.CANCELLED, false, Optional.empty());
          }
          return task.isPresent();
        });
    return find(id).filter(task -> task.terms().owner().equals(owner));
  }

  @Override
  public List<StoredTask> deadLetters(int limit) {
    return database.read(
        reader ->
            reader.all(
                "SELECT "
                    + TaskRows.COLUMNS
                    + " FROM tasks WHERE dead = 1 ORDER BY seq DESC LIMIT ?",
                TaskRows::task,
                limit));
  }

  @Override
  public void sweep() {
    sweep.run(database, writer);
  }

  @Override
  public Registration onWork(Runnable listener) {
    return signals.listen(Signals.WORK, listener);
  }

  @Override
  public Registration watch(String id, Runnable listener) {
    return signals.listen(Signals.task(id), listener);
  }
}
