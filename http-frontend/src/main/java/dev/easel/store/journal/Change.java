package dev.easel.store.journal;

import java.sql.SQLException;

/**
 * A change of the database. It may be made more than once, if the transaction around it fails, so
 * it does nothing but read and write the database; what else is to happen it leaves to the {@link
 * Effects}.
 *
 * @param <T> what it finds out
 */
@FunctionalInterface
public interface Change<T> {

  /**
   * Makes the change, on the writer's thread.
   *
   * @throws dev.easel.store.failure.StoreException if the change is refused; nothing was written
   *     then
   */
  T apply(Statements database, Effects effects) throws SQLException;
}
