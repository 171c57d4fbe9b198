package dev.easel.store.sqlite;

import dev.easel.store.DurableStore;
import dev.easel.store.StoreContract;
import dev.easel.store.task.TaskLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store in a folder does what every store does. */
class SqliteStoreTest extends StoreContract {
  @TempDir private Path folder;

  @Override
  protected DurableStore open(TaskLimits limits) {
    return SqliteStore.open(SqliteStoreTest.settings(folder, limits));
  }

  static SqliteSettings settings(Path folder, TaskLimits limits) {
    SqliteSettings usual = SqliteSettings.of(folder.resolve("store"));
    return new SqliteSettings(
        usual.folder(),
        limits,
        usual.mostBytes(),
        usual.reserveBytes(),
        usual.dates(),
        usual.nanos());
  }
}
