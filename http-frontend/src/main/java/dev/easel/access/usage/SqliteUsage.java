package dev.easel.access.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps usage in a file of SQLite, for one server; other processes may read it meanwhile.
 *
 * <p><b>Threads</b>: any, one at a time.
 */
public final class SqliteUsage implements UsageStore {
  /** Sums are of days, and these are as many as anybody asks for. */
  private static final int KEPT_DAYS = 400;

  private static final String ADD =
      "INSERT INTO usage(day, grp, key, requests, pixels, pixel_steps) VALUES(?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT(day, grp, key) DO UPDATE SET requests = requests + excluded.requests,"
          + " pixels = pixels + excluded.pixels, pixel_steps = pixel_steps + excluded.pixel_steps";

  private final Path file;
  private final Connection connection;

  private SqliteUsage(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /**
   * Opens the file, which is made when there is none.
   *
   * <p><b>Failure</b>: {@link UncheckedIOException}.
   */
  public static SqliteUsage open(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
      SqliteUsage usage = new SqliteUsage(file, connection);
      try {
        usage.prepare();
        return usage;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      String message = "cannot keep usage in " + file + ": " + e.getMessage();
      throw new UncheckedIOException(message, new IOException(e));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep usage in " + file + ": " + e, e);
    }
  }

  /** Where the usage of a file of groups and keys is kept unless somebody says otherwise. */
  public static Path beside(Path accessFile) {
    return accessFile.resolveSibling(accessFile.getFileName() + ".usage.db");
  }

  private void prepare() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS usage(day TEXT NOT NULL, grp TEXT NOT NULL, key TEXT NOT"
              + " NULL, requests INTEGER NOT NULL, pixels INTEGER NOT NULL, pixel_steps INTEGER NOT"
              + " NULL, PRIMARY KEY(day, grp, key)) WITHOUT ROWID");
    }
    connection.setAutoCommit(false);
  }

  @Override
  public synchronized void add(List<UsageLine> lines) {
    try (PreparedStatement statement = connection.prepareStatement(ADD)) {
      for (UsageLine line : lines) {
        statement.setString(1, line.day().toString());
        statement.setString(2, line.group());
        statement.setString(3, line.key());
        statement.setLong(4, line.usage().requests());
        statement.setLong(5, line.usage().pixels());
        statement.setLong(6, line.usage().pixelSteps());
        statement.addBatch();
      }
      statement.executeBatch();
      forget(lines);
      connection.commit();
    } catch (SQLException e) {
      undo();
      throw failure(e);
    }
  }

  private void forget(List<UsageLine> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM usage WHERE day < ?")) {
      statement.setString(1, lines.get(0).day().minusDays(KEPT_DAYS).toString());
      statement.executeUpdate();
    }
  }

  private void undo() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // What broke the statement has been told already.
    }
  }

  @Override
  public synchronized List<UsageLine> since(LocalDate day) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT day, grp, key, requests, pixels, pixel_steps FROM usage WHERE day >= ? ORDER BY"
                + " day, grp, key")) {
      statement.setString(1, day.toString());
      List<UsageLine> lines = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          lines.add(
              new UsageLine(
                  LocalDate.parse(rows.getString(1)),
                  rows.getString(2),
                  rows.getString(3),
                  new Usage(rows.getLong(4), rows.getLong(5), rows.getLong(6))));
        }
      }
      connection.commit();
      return lines;
    } catch (SQLException e) {
      undo();
      throw failure(e);
    }
  }

  private UncheckedIOException failure(SQLException e) {
    return new UncheckedIOException("usage in " + file + ": " + e.getMessage(), new IOException(e));
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    }
  }
}
