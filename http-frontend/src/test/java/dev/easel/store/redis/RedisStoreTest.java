package dev.easel.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.cli.Program;
import dev.easel.store.DurableStore;
import dev.easel.store.StoreContract;
import dev.easel.store.Tasks;
import dev.easel.store.Until;
import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.record.BucketStore;
import dev.easel.store.record.BucketStore.Draw;
import dev.easel.store.task.Lease;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store in a Redis does what every store does, and for many processes. */
@SuppressWarnings("try") // Registrations are made and closed, and nothing else.
class RedisStoreTest extends StoreContract {
  @TempDir private static Path folder;
  private static RedisServer server;

  private final String namespace = "test-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws Exception {
    server = RedisServer.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected DurableStore open(TaskLimits limits) {
    return RedisStore.open(
        new RedisSettings(server.uri(), namespace, limits, Duration.ofSeconds(10)));
  }

  @Test
  void tellsOneProcessWhatAnotherDoes() throws Exception {
    try (DurableStore front = open(TaskLimits.DEFAULT);
        DurableStore taker = open(TaskLimits.DEFAULT)) {
      CountDownLatch work = new CountDownLatch(1);
      try (var registration = taker.tasks().onWork(work::countDown)) {
        String id = front.tasks().submit(Tasks.of("shapes").task()).task().id();
        assertThat(work.await(1, TimeUnit.MINUTES)).isTrue();
        CountDownLatch told = new CountDownLatch(1);
        try (var watch =
            front
                .tasks()
                .watch(
                    id,
                    () -> {
                      if (front.tasks().find(id).orElseThrow().state() == TaskState.COMPLETED) {
                        told.countDown();
                      }
                    })) {
          Lease lease =
              taker.tasks().claim("w", Set.of("shapes"), Duration.ofMinutes(1)).orElseThrow();
          assertThat(taker.tasks().complete(lease, Tasks.bytes("{}"))).isTrue();
          assertThat(told.await(1, TimeUnit.MINUTES)).isTrue();
        }
      }
    }
  }

  @Test
  void manyDrawFromTheSameBuckets() {
    try (DurableStore one = open(TaskLimits.DEFAULT);
        DurableStore other = open(TaskLimits.DEFAULT)) {
      BucketStore ours = one.buckets().orElseThrow();
      BucketStore theirs = other.buckets().orElseThrow();
      // So small beside a minute that nothing fills again within a test.
      assertThat(ours.draw(List.of(new Draw("a", 10, 3), new Draw("b", 5, 0))))
          .containsExactly(7L, 5L);
      assertThat(theirs.draw(List.of(new Draw("a", 10, 9)))).containsExactly(-2L);
      assertThat(ours.draw(List.of(new Draw("a", 10, -100)))).as("full").containsExactly(10L);
      long much = 1L << 50;
      ours.draw(List.of(new Draw("large", much, much)));
      Until.holds(
          "that it fills again", () -> theirs.draw(List.of(new Draw("large", much, 0))).get(0) > 0);
    }
  }

  @Test
  void handsOutATaskThatSomebodyRemovedFromItsStream() throws Exception {
    try (DurableStore store = open(TaskLimits.DEFAULT)) {
      String id = store.tasks().submit(Tasks.of("shapes").task()).task().id();
      new ProcessBuilder(
              "redis-cli", "-u", server.uri(), "DEL", "{" + namespace + "}:queue:1:shapes")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      Lease lease = store.tasks().claim("w", Set.of("shapes"), Duration.ofMinutes(1)).orElseThrow();
      assertThat(lease.task().id()).isEqualTo(id);
      assertThat(store.tasks().waiting()).isEmpty();
    }
  }

  @Test
  void saysThatThereIsNoRedis() throws Exception {
    String nobody = "redis://:secret@127.0.0.1:" + Program.freePort();
    assertThatThrownBy(() -> RedisStore.open(RedisSettings.of(nobody)))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(StoreFailure.UNAVAILABLE);
              assertThat(e.getMessage()).doesNotContain("secret");
            });
    assertThatThrownBy(() -> RedisStore.open(RedisSettings.of("http://:secret@host")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void comesBackWithItsRedis(@TempDir Path other) throws Exception {
    try (RedisServer own = RedisServer.start(other);
        DurableStore store =
            RedisStore.open(
                new RedisSettings(own.uri(), "easel", TaskLimits.DEFAULT, Duration.ofSeconds(2)))) {
      String id = store.tasks().submit(Tasks.of("shapes").task()).task().id();
      Lease lease = store.tasks().claim("w", Set.of("shapes"), Duration.ofMinutes(5)).orElseThrow();
      AtomicInteger woken = new AtomicInteger();
      store.tasks().onWork(woken::incrementAndGet);
      own.kill();
      Until.holds("a failure", () -> isUnavailable(store));
      assertUnavailable(() -> store.tasks().watch(id, () -> {}));
      assertUnavailable(() -> store.tasks().complete(lease, Tasks.bytes("{}")));
      woken.set(0);
      own.restart();
      Until.holds("that those who listen look again", () -> woken.get() > 0);
      Until.holds("an answer", () -> !isUnavailable(store));
      assertThat(store.tasks().complete(lease, Tasks.bytes("{}"))).isTrue();
      assertThat(store.tasks().find(id).orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
    }
  }

  private static void assertUnavailable(Callable<?> call) {
    assertThatThrownBy(call::call)
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(StoreFailure.UNAVAILABLE));
  }

  private static boolean isUnavailable(DurableStore store) {
    try {
      store.tasks().waiting();
      return false;
    } catch (StoreException e) {
      assertThat(e.failure()).isEqualTo(StoreFailure.UNAVAILABLE);
      return true;
    }
  }

  @Test
  void endsWhatRunsWhenTheMemoryIsUsedUp(@TempDir Path other) throws Exception {
    try (RedisServer own = RedisServer.start(other, "--maxmemory", "6mb");
        DurableStore store = RedisStore.open(RedisSettings.of(own.uri()))) {
      byte[] large = new byte[200_000];
      String first = store.tasks().submit(Tasks.of("shapes").asking(large).task()).task().id();
      Until.holds(
          "a full Redis",
          () -> {
            try {
              store.tasks().submit(Tasks.of("shapes").asking(large).task());
              return false;
            } catch (StoreException e) {
              assertThat(e.failure()).isEqualTo(StoreFailure.NO_ROOM);
              return true;
            }
          });
      long waiting = store.tasks().waiting().getOrDefault("shapes", 0L);
      for (int i = 0; i < waiting; i++) {
        Lease lease =
            store.tasks().claim("w", Set.of("shapes"), Duration.ofMinutes(5)).orElseThrow();
        assertThat(store.tasks().complete(lease, Tasks.bytes("{}"))).isTrue();
      }
      assertThat(store.tasks().find(first).orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
      store.tasks().submit(Tasks.of("shapes").asking(large).task());
    }
  }
}
