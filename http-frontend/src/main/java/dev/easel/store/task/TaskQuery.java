package dev.easel.store.task;

import java.util.Optional;

/**
 * Which tasks to list, the newest first.
 *
 * @param owner whose
 * @param group of which group; all where it is empty
 * @param after the id of the last task of the page before
 * @param limit how many, at most 1000
 */
public record TaskQuery(String owner, Optional<String> group, Optional<String> after, int limit) {

  /** The longest page. */
  public static final int MOST = 1000;

  /** Checks the limit. */
  public TaskQuery {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit: " + limit + " is not 1 to " + MOST);
    }
  }
}
