package dev.easel.store.journal;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Makes a value of a row.
 *
 * @param <T> the value
 */
@FunctionalInterface
public interface RowReader<T> {

  /** The value of the row on which the result stands. */
  T read(ResultSet row) throws SQLException;
}
