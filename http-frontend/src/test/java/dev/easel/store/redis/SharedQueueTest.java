package dev.easel.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.easel.cli.Program;
import dev.easel.store.DurableStore;
import dev.easel.store.Tasks;
import dev.easel.store.Until;
import dev.easel.store.failure.StoreException;
import dev.easel.store.task.Lease;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share a Redis, and what happens when they or it end. */
@Timeout(120)
@SuppressWarnings("try") // what is watched is closed, and asked nothing
class SharedQueueTest {
  private static final int TASKS = 300;
  private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

  @TempDir private Path folder;

  private static RedisStore open(String uri) {
    return RedisStore.open(
        new RedisSettings(uri, "easel", TaskLimits.DEFAULT, Duration.ofSeconds(10)));
  }

  /** Takes and completes for ever, and prints what it has completed. */
  public static final class Taking {
    private Taking() {}

    /** The process's work; its arguments are the address and the taker's name. */
    public static void main(String[] arguments) {
      RedisStore store = open(arguments[0]);
      System.out.println("ready");
      while (true) {
        Optional<Lease> lease =
            store.tasks().claim(arguments[1], Set.of("shapes"), Duration.ofSeconds(2));
        if (lease.isPresent()) {
          String id = lease.orElseThrow().task().id();
          store.tasks().progress(lease.orElseThrow(), 1, 2);
          if (store.tasks().complete(lease.orElseThrow(), Tasks.bytes(arguments[1]))) {
            System.out.println("completed " + id);
          }
        } else {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  private Program taker(String uri, String name) throws IOException {
    return Program.java(Taking.class.getName(), folder, Map.of(), uri, name);
  }

  @Test
  void eachTaskIsCompletedOnceThoughTakersAreKilled() throws Exception {
    List<String> printed = new ArrayList<>();
    try (RedisServer redis = RedisServer.start(folder);
        DurableStore store = open(redis.uri());
        Program one = taker(redis.uri(), "one");
        Program two = taker(redis.uri(), "two")) {
      one.await(out -> out.contains("ready"));
      two.await(out -> out.contains("ready"));
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < TASKS; i++) {
        ids.add(store.tasks().submit(Tasks.of("shapes").task()).task().id());
        if (i == TASKS / 2) {
          one.kill();
        }
      }
      Until.holds(
          "the end of all",
          () ->
              ids.stream()
                  .map(id -> store.tasks().find(id).orElseThrow())
                  .map(StoredTask::state)
                  .allMatch(TaskState::isEnd));
      assertThat(ids)
          .allMatch(id -> store.tasks().find(id).orElseThrow().state() == TaskState.COMPLETED);
      assertThat(store.tasks().waiting()).isEmpty();
      two.kill();
      for (Program each : List.of(one, two)) {
        each.out().lines().filter(line -> line.startsWith("completed")).forEach(printed::add);
      }
      assertThat(printed).doesNotHaveDuplicates();
      // What was completed as a process was killed may not have been printed.
      assertThat(printed.size()).isBetween(TASKS - 2, TASKS);
    }
  }

  @Test
  void goesOnWhereARedisIsThatLostItsNewestEntries() throws Exception {
    Path saved = Files.createDirectories(folder.resolve("saved"));
    Path data = Files.createDirectories(folder.resolve("data"));
    try (RedisServer redis = RedisServer.start(data);
        DurableStore store = open(redis.uri())) {
      String kept = store.tasks().submit(Tasks.of("shapes").task()).task().id();
      Lease lease = claimed(store);
      redis.kill();
      copy(data, saved);
      redis.restart();
      Until.holds("an answer", () -> answers(store));
      assertThat(store.tasks().complete(lease, Tasks.bytes("{}"))).isTrue();
      String lost =
          store.tasks().submit(Tasks.of("shapes").under("key", "hash").task()).task().id();
      Lease lostLease = claimed(store);
      redis.kill();
      copy(saved, data);
      redis.restart();
      Until.holds("an answer", () -> answers(store));
      assertThat(store.tasks().find(lost)).isEmpty();
      assertThat(store.tasks().complete(lostLease, Tasks.bytes("{}"))).isFalse();
      assertThat(store.tasks().complete(lease, Tasks.bytes("{}"))).isTrue();
      assertThat(store.tasks().find(kept).orElseThrow().state()).isEqualTo(TaskState.COMPLETED);
      store.tasks().submit(Tasks.of("shapes").under("key", "hash").task());
      assertThat(store.tasks().complete(claimed(store), Tasks.bytes("{}"))).isTrue();
      assertThat(store.tasks().waiting()).isEmpty();
    }
  }

  private static Lease claimed(DurableStore store) {
    return store.tasks().claim("w", Set.of("shapes"), Duration.ofMinutes(5)).orElseThrow();
  }

  private static boolean answers(DurableStore store) {
    try {
      store.tasks().waiting();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Path copied = to.resolve(from.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(each, copied, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
