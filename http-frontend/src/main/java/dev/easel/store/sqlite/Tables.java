package dev.easel.store.sqlite;

import dev.easel.store.failure.StoreException;
import dev.easel.store.failure.StoreFailure;
import dev.easel.store.journal.Statements;
import java.sql.SQLException;
import java.util.List;

/** Makes the tables, and knows of which version they are. */
final class Tables {
  /** "easl": tells Easel's databases from others. */
  private static final long APPLICATION = 0x6561736c;

  private static final long VERSION = 1;

  // What lists read stands in tasks, what only one reader wants beside it. A state is a number
  // of
  // TaskState: 0 queued, 1 running. Each partial index holds only the rows that somebody looks for.
  private static final List<String> STATEMENTS =
      List.of(
          """
          CREATE TABLE tasks (
            seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL,
            model TEXT NOT NULL, servable TEXT NOT NULL, priority INTEGER NOT NULL,
            grp TEXT NOT NULL, note TEXT NOT NULL, webhook TEXT, wait_millis INTEGER NOT NULL,
            keep_millis INTEGER NOT NULL, state INTEGER NOT NULL, created INTEGER NOT NULL,
            started INTEGER NOT NULL, finished INTEGER NOT NULL, expires INTEGER NOT NULL,
            takers INTEGER NOT NULL, token INTEGER NOT NULL, worker TEXT NOT NULL,
            dead INTEGER NOT NULL, idempotency TEXT, request_hash TEXT)""",
          "CREATE INDEX tasks_owner ON tasks (owner)",
          "CREATE INDEX tasks_group ON tasks (grp) WHERE grp <> ''",
          "CREATE INDEX tasks_count ON tasks (grp, state) WHERE grp <> ''",
          "CREATE INDEX tasks_line ON tasks (servable, priority, seq) WHERE state = 0",
          "CREATE INDEX tasks_running ON tasks (state) WHERE state = 1",
          "CREATE INDEX tasks_expiry ON tasks (expires) WHERE state <> 1",
          "CREATE INDEX tasks_dead ON tasks (dead) WHERE dead = 1",
          "CREATE UNIQUE INDEX tasks_idempotency ON tasks (owner, idempotency)"
              + " WHERE idempotency IS NOT NULL",
          """
          CREATE TABLE bodies (
            seq INTEGER PRIMARY KEY, path TEXT NOT NULL, content_type TEXT NOT NULL,
            in_file INTEGER NOT NULL, bytes BLOB NOT NULL)""",
          "CREATE TABLE outcomes (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
          """
          CREATE TABLE deliveries (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL,
            state INTEGER NOT NULL, attempts INTEGER NOT NULL, next INTEGER NOT NULL,
            token INTEGER NOT NULL, reason TEXT NOT NULL)""",
          "CREATE INDEX deliveries_due ON deliveries (next) WHERE state = 0",
          "CREATE INDEX deliveries_dead ON deliveries (seq) WHERE state = 2",
          """
          CREATE TABLE counters (
            day INTEGER NOT NULL, counter TEXT NOT NULL, amount INTEGER NOT NULL,
            PRIMARY KEY (day, counter)) WITHOUT ROWID""",
          """
          CREATE TABLE records (
            space TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (space, name))""");

  private Tables() {}

  /** Makes them in an empty database; refuses one that is not Easel's or newer than this Easel. */
  static void prepare(Statements database) throws SQLException {
    long application = database.number("PRAGMA application_id");
    if (application == 0 && database.number("SELECT COUNT(*) FROM sqlite_schema") == 0) {
      make(database);
    } else {
      check(database);
    }
  }

  /** Refuses a database that is not Easel's or newer than this Easel. */
  static void check(Statements database) throws SQLException {
    long version = database.number("PRAGMA user_version");
    if (database.number("PRAGMA application_id") != APPLICATION) {
      throw new StoreException(
          StoreFailure.WRONG_VERSION,
          "the database in the task store's folder is not Easel's: give Easel a folder of its own");
    } else if (version != VERSION) {
      throw new StoreException(
          StoreFailure.WRONG_VERSION,
          "the task store is of version %s, this Easel reads version %s: use the Easel that wrote it"
              .formatted(version, VERSION));
    }
  }

  private static void make(Statements database) throws SQLException {
    database.run("BEGIN IMMEDIATE");
    for (String each : STATEMENTS) {
      database.run(each);
    }
    database.run("PRAGMA application_id=" + APPLICATION);
    database.run("PRAGMA user_version=" + VERSION);
    database.run("COMMIT");
  }
}
