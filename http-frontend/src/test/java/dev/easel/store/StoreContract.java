package dev.easel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.store.delivery.Delivery;
import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.id.TaskIds;
import dev.easel.store.record.StoredRecord;
import dev.easel.store.task.Lease;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.Submission;
import dev.easel.store.task.TaskBody;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskPage;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskState;
import dev.easel.store.task.TaskStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store does, whatever keeps it. */
@Timeout(120)
@SuppressWarnings("try") // Registrations are made and closed, and nothing else.
public abstract class StoreContract {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final TaskLimits LIMITS = new TaskLimits(1 << 20, 1 << 20, 1000, 2);

  private DurableStore store;
  private TaskStore tasks;

  /** Opens the store, empty at first; afterwards the same one again. */
  protected abstract DurableStore open(TaskLimits limits) throws Exception;

  @BeforeEach
  void openStore() throws Exception {
    store = open(LIMITS);
    tasks = store.tasks();
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private void reopen() throws Exception {
    store.close();
    openStore();
  }

  private String submitted(Tasks task) {
    return tasks.submit(task.task()).task().id();
  }

  private Lease claimed(String worker, String... servables) {
    return tasks.claim(worker, Set.of(servables), LONG).orElseThrow();
  }

  private Lease claimedAgain(String worker) {
    return Until.found(
        "the task again",
        () -> {
          tasks.sweep();
          return tasks.claim(worker, Set.of("shapes"), LONG);
        });
  }

  private StoredTask found(String id) {
    return tasks.find(id).orElseThrow();
  }

  private static List<String> ids(List<StoredTask> found) {
    return found.stream().map(StoredTask::id).toList();
  }

  private static Set<String> union(List<Future<List<String>>> all) throws Exception {
    Set<String> union = new HashSet<>();
    for (Future<List<String>> each : all) {
      for (String id : each.get()) {
        assertThat(union.add(id)).as("%s is taken once", id).isTrue();
      }
    }
    return union;
  }

  private static <T> List<Future<T>> together(int threads, Callable<T> work) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(work);
      }
      return executor.invokeAll(all);
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void keepsATaskAsItWasSubmitted() throws Exception {
    Submission submission = tasks.submit(Tasks.of("shapes").task());
    assertThat(submission.kind()).isEqualTo(Submission.Kind.NEW);
    String id = submission.task().id();
    assertThat(id).matches("imgtask_[0-9a-f]{32}");
    reopen();
    StoredTask task = found(id);
    assertThat(task.terms()).isEqualTo(Tasks.of("shapes").task().terms());
    assertThat(task.state()).isEqualTo(TaskState.QUEUED);
    assertThat(task.times().createdMillis()).isPositive();
    assertThat(task.times().expiresMillis() - task.times().createdMillis())
        .isBetween(3_590_000L, 3_610_000L);
    TaskBody body = tasks.body(id).orElseThrow();
    assertThat(body.path()).isEqualTo("/v1/images/generations");
    assertThat(body.contentType()).isEqualTo("application/json");
    assertThat(body.bytes()).isEqualTo(Tasks.bytes("{\"prompt\": \"a red circle\"}"));
    assertThat(tasks.waiting()).isEqualTo(Map.of("shapes", 1L));
  }

  @Test
  void keepsALargeBodyUntilItsTaskEnds() throws Exception {
    byte[] body = new byte[LIMITS.bodyBytes()];
    new Random(1).nextBytes(body);
    String id = submitted(Tasks.of("shapes").asking(body));
    reopen();
    assertThat(tasks.body(id).orElseThrow().bytes()).isEqualTo(body);
    assertThat(tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"))).isTrue();
    assertThat(tasks.body(id)).isEmpty();
  }

  @Test
  void handsOutByPriorityAndThenInOrder() {
    String line = submitted(Tasks.of("shapes").in("batch_1"));
    String first = submitted(Tasks.of("shapes"));
    String second = submitted(Tasks.of("shapes"));
    assertThat(tasks.position(first)).hasValue(0);
    assertThat(tasks.position(second)).hasValue(1);
    assertThat(tasks.position(line)).hasValue(2);
    assertThat(claimed("w", "shapes").task().id()).isEqualTo(first);
    assertThat(tasks.position(first)).isEmpty();
    assertThat(tasks.position(line)).hasValue(1);
    assertThat(claimed("w", "shapes").task().id()).isEqualTo(second);
    assertThat(claimed("w", "shapes").task().id()).isEqualTo(line);
    assertThat(tasks.claim("w", Set.of("shapes"), LONG)).isEmpty();
  }

  @Test
  void handsOutWhatATakerServesTheOldestFirst() {
    String one = submitted(Tasks.of("one"));
    String other = submitted(Tasks.of("other"));
    assertThat(tasks.claim("w", Set.of("third"), LONG)).isEmpty();
    assertThat(tasks.claim("w", Set.of(), LONG)).isEmpty();
    assertThat(claimed("w", "third", "other", "one").task().id()).isEqualTo(one);
    assertThat(claimed("w", "third", "other", "one").task().id()).isEqualTo(other);
  }

  @Test
  void keepsTheResultOfATask() throws Exception {
    String id = submitted(Tasks.of("shapes"));
    Lease lease = claimed("w", "shapes");
    assertThat(lease.task().state()).isEqualTo(TaskState.RUNNING);
    assertThat(lease.task().times().startedMillis()).isPositive();
    assertThat(tasks.complete(lease, Tasks.bytes("{\"created\": 1}"))).isTrue();
    assertThat(tasks.complete(lease, Tasks.bytes("{\"created\": 1}"))).as("again").isTrue();
    assertThat(tasks.complete(lease, Tasks.bytes("{\"created\": 2}"))).isFalse();
    assertThat(tasks.fail(lease, Tasks.bytes("{\"created\": 1}"))).isFalse();
    reopen();
    StoredTask task = found(id);
    assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
    assertThat(task.outcome()).isEqualTo(Tasks.bytes("{\"created\": 1}"));
    assertThat(task.times().finishedMillis()).isGreaterThanOrEqualTo(task.times().startedMillis());
    assertThat(tasks.claim("w", Set.of("shapes"), LONG)).isEmpty();
  }

  @Test
  void keepsTheErrorOfATask() {
    String id = submitted(Tasks.of("shapes"));
    assertThat(tasks.fail(claimed("w", "shapes"), Tasks.bytes("{\"code\": \"x\"}"))).isTrue();
    assertThat(found(id).state()).isEqualTo(TaskState.FAILED);
    assertThat(found(id).outcome()).isEqualTo(Tasks.bytes("{\"code\": \"x\"}"));
    assertThat(tasks.deadLetters(10)).isEmpty();
  }

  @Test
  void refusesTheOldHolderOfALease() {
    String id = submitted(Tasks.of("shapes"));
    Lease old = tasks.claim("w1", Set.of("shapes"), SHORT).orElseThrow();
    Lease now = claimedAgain("w2");
    assertThat(now.task().id()).isEqualTo(id);
    assertThat(now.token()).isGreaterThan(old.token());
    assertThat(tasks.renew(old, LONG)).isFalse();
    assertThat(tasks.complete(old, Tasks.bytes("old"))).isFalse();
    assertThat(tasks.fail(old, Tasks.bytes("old"))).isFalse();
    assertThat(tasks.release(old)).isFalse();
    tasks.progress(old, 9, 9);
    assertThat(found(id).step()).isZero();
    assertThat(tasks.complete(now, Tasks.bytes("new"))).isTrue();
    assertThat(found(id).outcome()).isEqualTo(Tasks.bytes("new"));
  }

  @Test
  void aRenewedLeaseLasts() {
    submitted(Tasks.of("shapes"));
    Lease lease = tasks.claim("w1", Set.of("shapes"), SHORT).orElseThrow();
    assertThat(tasks.renew(lease, LONG)).isTrue();
    String other = submitted(Tasks.of("shapes"));
    Lease lost = tasks.claim("w2", Set.of("shapes"), SHORT).orElseThrow();
    // By the time this one has run out, so would have the other.
    assertThat(claimedAgain("w3").task().id()).isEqualTo(other);
    assertThat(tasks.complete(lost, Tasks.bytes("{}"))).isFalse();
    assertThat(tasks.complete(lease, Tasks.bytes("{}"))).isTrue();
  }

  @Test
  void aReleasedTaskGoesFirstAgain() {
    String first = submitted(Tasks.of("shapes"));
    submitted(Tasks.of("shapes"));
    for (int i = 0; i < 5; i++) {
      Lease lease = claimed("w", "shapes");
      assertThat(lease.task().id()).isEqualTo(first);
      assertThat(lease.task().takers()).isEqualTo(1);
      assertThat(tasks.release(lease)).isTrue();
      assertThat(tasks.release(lease)).isFalse();
      assertThat(tasks.position(first)).hasValue(0);
    }
  }

  @Test
  void aTaskThatLostTwoTakersIsADeadLetter() {
    String id = submitted(Tasks.of("shapes").telling("https://example.org/told"));
    assertThat(tasks.claim("w1", Set.of("shapes"), SHORT)).isPresent();
    Until.found(
        "the task again",
        () -> {
          tasks.sweep();
          return tasks.claim("w2", Set.of("shapes"), SHORT);
        });
    Until.holds(
        "its end",
        () -> {
          tasks.sweep();
          return found(id).state() == TaskState.FAILED;
        });
    assertThat(found(id).outcome()).isEmpty();
    assertThat(found(id).takers()).isEqualTo(2);
    assertThat(ids(tasks.deadLetters(10))).containsExactly(id);
    assertThat(store.deliveries().find(id)).isPresent();
    assertThat(tasks.claim("w3", Set.of("shapes"), LONG)).isEmpty();
  }

  @Test
  void answersARepeatedSubmissionWithTheFirstTask() throws Exception {
    Tasks task = Tasks.of("shapes").under("key", "hash");
    String id = submitted(task);
    Submission again = tasks.submit(task.task());
    assertThat(again.kind()).isEqualTo(Submission.Kind.REPEATED);
    assertThat(again.task().id()).isEqualTo(id);
    assertThat(tasks.submit(task.under("key", "other").task()).kind())
        .isEqualTo(Submission.Kind.CONFLICT);
    assertThat(tasks.submit(task.by("bob").task()).kind()).isEqualTo(Submission.Kind.NEW);
    tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"));
    reopen();
    assertThat(tasks.submit(task.task()).task().outcome()).isEqualTo(Tasks.bytes("{}"));
  }

  @Test
  void acceptsOneOfManySubmissionsUnderOneKey() throws Exception {
    Tasks task = Tasks.of("shapes").under("key", "hash");
    List<Future<Submission>> all = together(16, () -> tasks.submit(task.task()));
    Set<String> ids = new HashSet<>();
    int accepted = 0;
    for (Future<Submission> each : all) {
      ids.add(each.get().task().id());
      accepted += each.get().kind() == Submission.Kind.NEW ? 1 : 0;
    }
    assertThat(ids).hasSize(1);
    assertThat(accepted).isEqualTo(1);
    assertThat(tasks.waiting()).isEqualTo(Map.of("shapes", 1L));
  }

  @Test
  void cancelsATaskThatWaits() {
    String id = submitted(Tasks.of("shapes"));
    assertThat(tasks.cancel(id, "bob")).isEmpty();
    assertThat(tasks.cancel(TaskIds.next(0), "ann")).isEmpty();
    assertThat(tasks.cancel(id, "ann").orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
    assertThat(tasks.cancel(id, "ann").orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
    assertThat(tasks.claim("w", Set.of("shapes"), LONG)).isEmpty();
    assertThat(tasks.waiting()).isEmpty();
    assertThat(tasks.body(id)).isEmpty();
  }

  @Test
  void cancelsATaskThatRuns() throws Exception {
    String id = submitted(Tasks.of("shapes"));
    Lease lease = claimed("w", "shapes");
    CountDownLatch told = new CountDownLatch(1);
    try (TaskStore.Registration watch = tasks.watch(id, told::countDown)) {
      assertThat(tasks.cancel(id, "ann").orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
      assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(tasks.renew(lease, LONG)).isFalse();
    assertThat(tasks.complete(lease, Tasks.bytes("{}"))).isFalse();
    assertThat(tasks.release(lease)).isFalse();
    assertThat(found(id).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void leavesAnEndedTaskAsItIs() {
    String id = submitted(Tasks.of("shapes"));
    tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"));
    assertThat(tasks.cancel(id, "ann").orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
  }

  @Test
  void manyTakersTakeEachTaskOnce() throws Exception {
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      all.add(submitted(Tasks.of("servable-" + i % 3)));
    }
    Set<String> servables = Set.of("servable-0", "servable-1", "servable-2");
    List<Future<List<String>>> taken =
        together(
            16,
            () -> {
              List<String> mine = new ArrayList<>();
              String worker = Thread.currentThread().getName();
              for (Optional<Lease> lease = tasks.claim(worker, servables, LONG);
                  lease.isPresent();
                  lease = tasks.claim(worker, servables, LONG)) {
                assertThat(tasks.complete(lease.orElseThrow(), Tasks.bytes("{}"))).isTrue();
                mine.add(lease.orElseThrow().task().id());
              }
              return mine;
            });
    assertThat(union(taken)).isEqualTo(all);
    assertThat(tasks.waiting()).isEmpty();
  }

  @Test
  void listsAnOwnersTasksTheNewestFirst() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(0, submitted(Tasks.of("shapes")));
      submitted(Tasks.of("shapes").by("bob"));
    }
    TaskPage first = tasks.list(new TaskQuery("ann", Optional.empty(), Optional.empty(), 3));
    assertThat(ids(first.tasks())).isEqualTo(ids.subList(0, 3));
    assertThat(first.hasMore()).isTrue();
    TaskPage second =
        tasks.list(new TaskQuery("ann", Optional.empty(), Optional.of(ids.get(2)), 3));
    assertThat(ids(second.tasks())).isEqualTo(ids.subList(3, 5));
    assertThat(second.hasMore()).isFalse();
    assertThat(
            tasks
                .list(new TaskQuery("ann", Optional.empty(), Optional.of("imgtask_none"), 3))
                .tasks())
        .isEmpty();
    assertThat(tasks.list(new TaskQuery("eve", Optional.empty(), Optional.empty(), 3)).tasks())
        .isEmpty();
  }

  @Test
  void countsAndListsAGroup() {
    submitted(Tasks.of("shapes"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      lines.add(0, submitted(Tasks.of("lines").in("batch_1")));
    }
    tasks.complete(claimed("w", "lines"), Tasks.bytes("{}"));
    tasks.fail(claimed("w", "lines"), Tasks.bytes("{}"));
    claimed("w", "lines");
    assertThat(tasks.counts("batch_1"))
        .isEqualTo(
            Map.of(
                TaskState.QUEUED, 1L,
                TaskState.RUNNING, 1L,
                TaskState.COMPLETED, 1L,
                TaskState.FAILED, 1L));
    assertThat(tasks.counts("batch_2")).isEmpty();
    TaskPage page = tasks.list(new TaskQuery("ann", Optional.of("batch_1"), Optional.empty(), 10));
    assertThat(ids(page.tasks())).isEqualTo(lines);
    assertThat(
            tasks.list(new TaskQuery("bob", Optional.of("batch_1"), Optional.empty(), 10)).tasks())
        .isEmpty();
  }

  @Test
  void tellsHowFarATaskIs() throws Exception {
    String id = submitted(Tasks.of("shapes"));
    Lease lease = claimed("w", "shapes");
    CountDownLatch told = new CountDownLatch(1);
    try (TaskStore.Registration watch =
        tasks.watch(
            id,
            () -> {
              if (found(id).step() == 7) {
                told.countDown();
              }
            })) {
      tasks.progress(lease, 7, 20);
      assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(found(id).steps()).isEqualTo(20);
  }

  @Test
  void tellsOfEveryStepOfALife() {
    String id = submitted(Tasks.of("shapes"));
    ConcurrentLinkedQueue<TaskState> seen = new ConcurrentLinkedQueue<>();
    try (TaskStore.Registration watch = tasks.watch(id, () -> seen.add(found(id).state()))) {
      Lease lease = claimed("w", "shapes");
      Until.holds("running", () -> seen.contains(TaskState.RUNNING));
      tasks.release(lease);
      Until.holds("queued", () -> seen.contains(TaskState.QUEUED));
      tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"));
      Until.holds("completed", () -> seen.contains(TaskState.COMPLETED));
    }
  }

  @Test
  void wakesTakersWhenThereIsWork() throws Exception {
    CountDownLatch submitted = new CountDownLatch(1);
    try (TaskStore.Registration registration = tasks.onWork(submitted::countDown)) {
      submitted(Tasks.of("shapes"));
      assertThat(submitted.await(1, TimeUnit.MINUTES)).isTrue();
    }
    Lease lease = claimed("w", "shapes");
    CountDownLatch released = new CountDownLatch(1);
    try (TaskStore.Registration registration = tasks.onWork(released::countDown)) {
      tasks.release(lease);
      assertThat(released.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void aTaskDoesNotWaitForEver() {
    String id =
        submitted(
            Tasks.of("shapes")
                .lasting(Duration.ofMillis(100), Duration.ofHours(1))
                .telling("https://example.org/told"));
    Until.holds(
        "expiry",
        () -> {
          tasks.sweep();
          return found(id).state() == TaskState.EXPIRED;
        });
    assertThat(tasks.waiting()).isEmpty();
    assertThat(tasks.body(id)).isEmpty();
    assertThat(tasks.claim("w", Set.of("shapes"), LONG)).isEmpty();
    assertThat(store.deliveries().find(id)).isPresent();
  }

  @Test
  void aResultIsKeptAsLongAsWasPromisedAndThenForgotten() {
    Tasks task =
        Tasks.of("shapes")
            .lasting(Duration.ofHours(1), Duration.ofMillis(300))
            .under("key", "hash")
            .in("batch_1")
            .telling("https://example.org/told");
    String id = submitted(task);
    tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"));
    Until.holds(
        "expiry",
        () -> {
          tasks.sweep();
          return found(id).state() == TaskState.EXPIRED;
        });
    assertThat(found(id).outcome()).isEmpty();
    Until.holds(
        "the end",
        () -> {
          tasks.sweep();
          return tasks.find(id).isEmpty();
        });
    assertThat(tasks.list(new TaskQuery("ann", Optional.empty(), Optional.empty(), 3)).tasks())
        .isEmpty();
    assertThat(tasks.counts("batch_1")).isEmpty();
    assertThat(store.deliveries().find(id)).isEmpty();
    assertThat(tasks.submit(task.task()).kind()).isEqualTo(Submission.Kind.NEW);
  }

  @Test
  void refusesWhatIsTooLarge() {
    byte[] large = new byte[LIMITS.bodyBytes() + 1];
    assertFailure(
        StoreFailure.TOO_LARGE, () -> tasks.submit(Tasks.of("shapes").asking(large).task()));
    String id = submitted(Tasks.of("shapes"));
    Lease lease = claimed("w", "shapes");
    assertFailure(StoreFailure.TOO_LARGE, () -> tasks.complete(lease, large));
    assertThat(found(id).state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void refusesMoreTasksThanMayWait() throws Exception {
    store.close();
    store = open(new TaskLimits(1 << 20, 1 << 20, 2, 2));
    tasks = store.tasks();
    String first = submitted(Tasks.of("one").under("key", "hash"));
    submitted(Tasks.of("two"));
    assertFailure(StoreFailure.LINE_FULL, () -> tasks.submit(Tasks.of("one").task()));
    assertThat(submitted(Tasks.of("one").under("key", "hash"))).isEqualTo(first);
    claimed("w", "one");
    submitted(Tasks.of("one"));
  }

  @Test
  void saysThatItIsClosed() {
    store.close();
    assertFailure(StoreFailure.CLOSED, () -> tasks.submit(Tasks.of("shapes").task()));
    assertFailure(StoreFailure.CLOSED, () -> tasks.find(TaskIds.next(0)));
    store.close();
  }

  private static void assertFailure(StoreFailure failure, Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  @Test
  void tellsWebhooksUntilOneListensOrNobodyWill() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    String id;
    try (TaskStore.Registration registration = store.deliveries().onNew(told::countDown)) {
      id = submitted(Tasks.of("shapes").telling("https://example.org/told"));
      assertThat(store.deliveries().claim(LONG)).isEmpty();
      tasks.complete(claimed("w", "shapes"), Tasks.bytes("{}"));
      assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
    }
    Delivery first = store.deliveries().claim(LONG).orElseThrow();
    assertThat(first.taskId()).isEqualTo(id);
    assertThat(first.url()).isEqualTo("https://example.org/told");
    assertThat(first.attempts()).isEqualTo(1);
    assertThat(store.deliveries().claim(LONG)).isEmpty();
    assertThat(store.deliveries().retry(first, Duration.ZERO, "500")).isTrue();
    reopen();
    Delivery second = store.deliveries().claim(SHORT).orElseThrow();
    assertThat(second.attempts()).isEqualTo(2);
    assertThat(second.reason()).isEqualTo("500");
    assertThat(store.deliveries().delivered(first)).isFalse();
    // Whoever took it second says nothing, so it is due again.
    Delivery third = Until.found("the delivery again", () -> store.deliveries().claim(LONG));
    assertThat(store.deliveries().giveUp(second, "late")).isFalse();
    assertThat(store.deliveries().giveUp(third, "gone")).isTrue();
    assertThat(store.deliveries().find(id).orElseThrow().state()).isEqualTo(Delivery.State.DEAD);
    assertThat(store.deliveries().dead(10)).extracting(Delivery::reason).containsExactly("gone");
    assertThat(store.deliveries().claim(LONG)).isEmpty();
  }

  @Test
  void aDeliveredWebhookIsDone() {
    String id = submitted(Tasks.of("shapes").telling("https://example.org/told"));
    tasks.cancel(id, "ann");
    Delivery delivery = store.deliveries().claim(SHORT).orElseThrow();
    assertThat(store.deliveries().delivered(delivery)).isTrue();
    assertThat(store.deliveries().find(id).orElseThrow().state())
        .isEqualTo(Delivery.State.DELIVERED);
    assertThat(store.deliveries().dead(10)).isEmpty();
  }

  @Test
  void addsUpWhatManyAdd() throws Exception {
    together(
        8,
        () -> {
          for (int i = 0; i < 25; i++) {
            store.counters().add("key", 20_000, 3);
          }
          return true;
        });
    store.counters().add("key", 20_001, 1);
    reopen();
    assertThat(store.counters().read("key", 20_000)).isEqualTo(8 * 25 * 3);
    assertThat(store.counters().add("key", 20_001, -1)).isZero();
    store.counters().forgetBefore(20_001);
    assertThat(store.counters().read("key", 20_000)).isZero();
    assertThat(store.counters().read("other", 20_001)).isZero();
  }

  @Test
  void addsOnlyWithinALimit() {
    assertThat(store.counters().addWithin("key", 1, 60, 100)).hasValue(60);
    assertThat(store.counters().addWithin("key", 1, 41, 100)).isEmpty();
    assertThat(store.counters().addWithin("key", 1, 40, 100)).hasValue(100);
    assertThat(store.counters().read("key", 1)).isEqualTo(100);
  }

  @Test
  void addsToSeveralSumsOnceHoweverOftenItIsTold() throws Exception {
    Map<String, Long> amounts = Map.of("key/a", 5L, "key/b", -2L, "other", 0L);
    assertThat(store.counters().addAll("me", 1, 7, amounts)).isEqualTo(amounts);
    assertThat(store.counters().addAll("me", 1, 7, amounts)).isEqualTo(amounts);
    assertThat(store.counters().addAll("you", 1, 7, Map.of("key/a", 1L, "key/c", 1L)))
        .isEqualTo(Map.of("key/a", 6L, "key/c", 1L));
    reopen();
    assertThat(store.counters().addAll("me", 1, 7, amounts))
        .isEqualTo(Map.of("key/a", 6L, "key/b", -2L, "other", 0L));
    assertThat(store.counters().addAll("me", 2, 7, Map.of("key/a", 4L)))
        .isEqualTo(Map.of("key/a", 10L));
    assertThat(store.counters().list(7, "key/"))
        .containsExactly(Map.entry("key/a", 10L), Map.entry("key/b", -2L), Map.entry("key/c", 1L));
    assertThat(store.counters().list(8, "")).isEmpty();
  }

  @Test
  void tellsHowItStands() {
    assertThat(store.report()).isEqualTo(new StoreReport(0, 0, 0, 0));
    submitted(Tasks.of("shapes"));
    Until.holds("that it has waited", () -> store.report().oldestWaitMillis() > 0);
    claimed("w", "shapes");
    String told = submitted(Tasks.of("shapes").telling("https://example.org/told"));
    tasks.cancel(told, "ann");
    assertThat(store.report()).isEqualTo(new StoreReport(0, 0, 1, 0));
    Delivery delivery = store.deliveries().claim(LONG).orElseThrow();
    assertThat(store.deliveries().giveUp(delivery, "gone")).isTrue();
    assertThat(store.report()).isEqualTo(new StoreReport(0, 0, 0, 1));
  }

  @Test
  void aRecordIsChangedByWhoHasSeenIt() throws Exception {
    byte[] bytes = {0, -1, 10, 13};
    assertThat(store.records().put("batches", "b", bytes, 0)).isTrue();
    assertThat(store.records().put("batches", "b", Tasks.bytes("other"), 0)).isFalse();
    reopen();
    StoredRecord record = store.records().find("batches", "b").orElseThrow();
    assertThat(record.bytes()).isEqualTo(bytes);
    assertThat(record.version()).isEqualTo(1);
    assertThat(store.records().put("batches", "b", Tasks.bytes("new"), 1)).isTrue();
    assertThat(store.records().put("batches", "b", Tasks.bytes("late"), 1)).isFalse();
    assertThat(store.records().remove("batches", "b", 1)).isFalse();
    assertThat(store.records().remove("batches", "b", 2)).isTrue();
    assertThat(store.records().find("batches", "b")).isEmpty();
    assertThat(store.records().put("batches", "b", bytes, 2)).isFalse();
  }

  @Test
  void listsRecordsByName() {
    for (String key : List.of("c", "a", "d", "b")) {
      store.records().put("files", key, Tasks.bytes(key), 0);
    }
    store.records().put("other", "x", Tasks.bytes("x"), 0);
    assertThat(store.records().list("files", "", 3))
        .extracting(StoredRecord::key)
        .containsExactly("a", "b", "c");
    assertThat(store.records().list("files", "c", 3))
        .extracting(each -> new String(each.bytes(), StandardCharsets.UTF_8))
        .containsExactly("d");
    assertThat(store.records().list("none", "", 3)).isEmpty();
  }
}
