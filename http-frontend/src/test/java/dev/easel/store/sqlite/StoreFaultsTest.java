package dev.easel.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.easel.cli.Program;
import dev.easel.store.Tasks;
import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.task.Lease;
import dev.easel.store.task.StoredTask;
import dev.easel.store.task.TaskLimits;
import dev.easel.store.task.TaskQuery;
import dev.easel.store.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder's store under what happens to disks, clocks and processes. */
@Timeout(120)
class StoreFaultsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;

  /** Submits, takes and completes for ever, in four threads, and prints what was acknowledged. */
  public static final class Writing {
    private Writing() {}

    /** The process's work; its argument is the folder. */
    public static void main(String[] arguments) {
      SqliteStore store = SqliteStore.open(SqliteSettings.of(Path.of(arguments[0])));
      for (int i = 0; i < 4; i++) {
        String worker = "worker-" + i;
        new Thread(() -> work(store, worker)).start();
      }
    }

    private static void work(SqliteStore store, String worker) {
      byte[] large = new byte[200_000];
      for (int i = 0; ; i++) {
        Tasks task = i % 10 == 0 ? Tasks.of("shapes").asking(large) : Tasks.of("shapes");
        System.out.println("submitted " + store.tasks().submit(task.task()).task().id());
        Lease lease = store.tasks().claim(worker, Set.of("shapes"), LONG).orElseThrow();
        System.out.println("claimed " + lease.task().id());
        if (i % 3 != 0) {
          store.tasks().complete(lease, Tasks.bytes(lease.task().id()));
          System.out.println("completed " + lease.task().id());
        }
      }
    }
  }

  @Test
  void aKilledProcessLosesNothingThatItAcknowledged() throws Exception {
    Path store = folder.resolve("store");
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      String out;
      try (Program program =
          Program.java(Writing.class.getName(), folder, Map.of(), store.toString())) {
        program.await(printed -> printed.lines().count() > 150);
        program.kill();
        out = program.out();
      }
      // The last line may be cut.
      acknowledged.addAll(out.substring(0, out.lastIndexOf('\n') + 1).lines().toList());
      check(store, acknowledged);
    }
  }

  private static void check(Path folder, List<String> acknowledged) throws Exception {
    try (SqliteStore store = SqliteStore.open(SqliteSettings.of(folder))) {
      int bodies = 0;
      for (String line : acknowledged) {
        String id = line.substring(line.indexOf(' ') + 1);
        StoredTask task = store.tasks().find(id).orElseThrow();
        assertThat(task.state()).as(line).isNotEqualTo(TaskState.RUNNING);
        if (line.startsWith("completed")) {
          assertThat(task.state()).as(line).isEqualTo(TaskState.COMPLETED);
          assertThat(task.outcome()).isEqualTo(Tasks.bytes(id));
        } else if (line.startsWith("submitted") && !task.state().isEnd()) {
          byte[] body = store.tasks().body(id).orElseThrow().bytes();
          bodies += body.length > BodyFiles.LARGE ? 1 : 0;
        }
      }
      try (Stream<Path> files = Files.list(folder.resolve("bodies"))) {
        // One more may have been accepted and not acknowledged, of each thread and round.
        assertThat(files.count()).isBetween((long) bodies, bodies + 12L);
      }
    }
  }

  @Test
  void aFolderBelongsToOneProcess() throws Exception {
    Path store = folder.resolve("store");
    try (Program program =
        Program.java(Writing.class.getName(), folder, Map.of(), store.toString())) {
      program.await(printed -> printed.contains("submitted"));
      assertThatThrownBy(() -> SqliteStore.open(SqliteSettings.of(store)))
          .isInstanceOfSatisfying(
              StoreException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(StoreFailure.IN_USE);
                assertThat(e).hasMessageContaining(store.toString());
              });
    }
    SqliteStore.open(SqliteSettings.of(store)).close();
    try (SqliteStore here = SqliteStore.open(SqliteSettings.of(store))) {
      assertThat(here.tasks().waiting()).isNotNull();
      assertThatThrownBy(() -> SqliteStore.open(SqliteSettings.of(store)))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void refusesAStoreOfANewerEasel() throws Exception {
    Path store = folder.resolve("store");
    SqliteStore.open(SqliteSettings.of(store)).close();
    try (var connection =
            java.sql.DriverManager.getConnection("jdbc:sqlite:" + store.resolve("tasks.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA user_version=2");
    }
    assertThatThrownBy(() -> SqliteStore.open(SqliteSettings.of(store)))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.failure()).isEqualTo(StoreFailure.WRONG_VERSION))
        .hasMessageContaining("version 2");
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws Exception {
    Path store = folder.resolve("store");
    Files.createDirectories(store);
    Files.writeString(store.resolve("tasks.db"), "not a database".repeat(1000));
    assertThatThrownBy(() -> SqliteStore.open(SqliteSettings.of(store)))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.failure()).isEqualTo(StoreFailure.DAMAGED));
  }

  private SqliteSettings small(long mostBytes, long reserveBytes) {
    SqliteSettings usual = SqliteSettings.of(folder.resolve("store"));
    return new SqliteSettings(
        usual.folder(), TaskLimits.DEFAULT, mostBytes, reserveBytes, usual.dates(), usual.nanos());
  }

  private static int fill(SqliteStore store) {
    byte[] body = new byte[50_000];
    int accepted = 0;
    while (true) {
      try {
        store.tasks().submit(Tasks.of("shapes").asking(body).task());
        accepted++;
      } catch (StoreException e) {
        assertThat(e.failure()).isEqualTo(StoreFailure.NO_ROOM);
        return accepted;
      }
    }
  }

  @Test
  void aFullStoreStillEndsWhatItAccepted() {
    int accepted;
    try (SqliteStore store = SqliteStore.open(small(4 << 20, 1 << 20))) {
      accepted = fill(store);
      assertThat(accepted).isGreaterThan(10);
      for (int i = 0; i < accepted / 2; i++) {
        Lease lease = store.tasks().claim("w", Set.of("shapes"), LONG).orElseThrow();
        assertThat(store.tasks().complete(lease, new byte[10_000])).isTrue();
      }
    }
    try (SqliteStore store = SqliteStore.open(small(4 << 20, 1 << 20))) {
      assertThat(store.tasks().waiting().get("shapes")).isEqualTo(accepted - accepted / 2);
      store.tasks().submit(Tasks.of("shapes").task());
    }
  }

  @Test
  void aFullDatabaseRefusesAndLosesNothing() {
    int accepted;
    try (SqliteStore store = SqliteStore.open(small(1 << 20, 0))) {
      accepted = fill(store);
      assertThat(store.tasks().waiting()).isEqualTo(Map.of("shapes", (long) accepted));
    }
    try (SqliteStore store = SqliteStore.open(small(2 << 20, 0))) {
      assertThat(store.tasks().waiting()).isEqualTo(Map.of("shapes", (long) accepted));
      store.tasks().submit(Tasks.of("shapes").task());
    }
  }

  @Test
  void aFullDiskRefusesAndLosesNothing() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("store"));
    Assumptions.assumeTrue(
        ran("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString()),
        "a disk of its own cannot be mounted: run as root");
    try {
      int accepted;
      try (SqliteStore store = SqliteStore.open(small(1 << 30, 0))) {
        accepted = fill(store);
        assertThatThrownBy(
                () -> store.tasks().submit(Tasks.of("shapes").asking(new byte[2_000_000]).task()))
            .isInstanceOfSatisfying(
                StoreException.class, e -> assertThat(e.failure()).isEqualTo(StoreFailure.NO_ROOM));
        assertThat(accepted).isGreaterThan(3);
      }
      assertThat(ran("mount", "-o", "remount,size=30m", disk.toString())).isTrue();
      try (SqliteStore store = SqliteStore.open(small(1 << 30, 0))) {
        assertThat(store.tasks().waiting()).isEqualTo(Map.of("shapes", (long) accepted));
        store.tasks().submit(Tasks.of("shapes").task());
      }
    } finally {
      ran("umount", disk.toString());
    }
  }

  private static boolean ran(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Test
  void noJumpOfTheWallClockEndsAnything() {
    AtomicReference<Instant> wall = new AtomicReference<>(Instant.ofEpochSecond(1_800_000_000));
    AtomicLong nanos = new AtomicLong();
    InstantSource dates = wall::get;
    SqliteSettings settings =
        new SqliteSettings(
            folder.resolve("store"), TaskLimits.DEFAULT, 1 << 30, 0, dates, nanos::get);
    try (SqliteStore store = SqliteStore.open(settings)) {
      String waits = store.tasks().submit(Tasks.of("other").task()).task().id();
      String runs = store.tasks().submit(Tasks.of("shapes").task()).task().id();
      Lease lease = store.tasks().claim("w", Set.of("shapes"), LONG).orElseThrow();
      for (Duration jump : List.of(Duration.ofDays(400), Duration.ofDays(-800))) {
        wall.updateAndGet(now -> now.plus(jump));
        store.tasks().sweep();
        assertThat(store.tasks().find(waits).orElseThrow().state()).isEqualTo(TaskState.QUEUED);
        assertThat(store.tasks().find(runs).orElseThrow().state()).isEqualTo(TaskState.RUNNING);
      }
      assertThat(store.tasks().renew(lease, LONG)).isTrue();
      nanos.addAndGet(LONG.toNanos());
      store.tasks().sweep();
      assertThat(store.tasks().find(runs).orElseThrow().state()).isEqualTo(TaskState.QUEUED);
      nanos.addAndGet(Duration.ofHours(1).toNanos());
      store.tasks().sweep();
      assertThat(store.tasks().find(waits).orElseThrow().state()).isEqualTo(TaskState.EXPIRED);
    }
  }

  @Test
  void tasksOfAProcessThatEndedGoToTheNextUntilTwoHaveEnded() {
    SqliteSettings settings = SqliteSettings.of(folder.resolve("store"));
    String id;
    try (SqliteStore store = SqliteStore.open(settings)) {
      id = store.tasks().submit(Tasks.of("shapes").task()).task().id();
      assertThat(store.tasks().claim("w1", Set.of("shapes"), LONG)).isPresent();
    }
    try (SqliteStore store = SqliteStore.open(settings)) {
      assertThat(store.tasks().position(id)).hasValue(0);
      assertThat(store.tasks().claim("w2", Set.of("shapes"), LONG)).isPresent();
    }
    try (SqliteStore store = SqliteStore.open(settings)) {
      assertThat(store.tasks().find(id).orElseThrow().state()).isEqualTo(TaskState.FAILED);
      assertThat(store.tasks().deadLetters(1)).extracting(StoredTask::id).containsExactly(id);
    }
  }

  @Test
  void manyFinishedTasksAreListedAndOpenedAndExpired() {
    AtomicLong nanos = new AtomicLong();
    SqliteSettings settings =
        new SqliteSettings(
            folder.resolve("store"),
            TaskLimits.DEFAULT,
            1 << 30,
            0,
            InstantSource.system(),
            nanos::get);
    int tasks = 2000;
    try (SqliteStore store = SqliteStore.open(settings)) {
      for (int i = 0; i < tasks; i++) {
        store.tasks().submit(Tasks.of("shapes").task());
        store
            .tasks()
            .complete(
                store.tasks().claim("w", Set.of("shapes"), LONG).orElseThrow(), Tasks.bytes("{}"));
      }
    }
    try (SqliteStore store = SqliteStore.open(settings)) {
      TaskQuery query = new TaskQuery("ann", Optional.empty(), Optional.empty(), 1000);
      assertThat(store.tasks().list(query).tasks()).hasSize(1000);
      nanos.addAndGet(Duration.ofHours(2).toNanos());
      store.tasks().sweep();
      assertThat(store.tasks().list(query).tasks())
          .hasSize(1000)
          .allMatch(task -> task.state() == TaskState.EXPIRED);
      nanos.addAndGet(Duration.ofHours(2).toNanos());
      store.tasks().sweep();
      assertThat(store.tasks().list(query).tasks()).isEmpty();
    }
  }
}
