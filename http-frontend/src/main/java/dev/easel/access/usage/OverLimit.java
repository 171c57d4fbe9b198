package dev.easel.access.usage;

import java.time.Duration;

/**
 * Why something may not be taken.
 *
 * @param limit the name of the limit in the file of groups, such as {@code requests_per_minute}
 * @param allowed what it says
 * @param asked how much was asked for
 * @param after when it is worth asking again
 */
public record OverLimit(String limit, long allowed, long asked, Duration after) {

  /** Whether no time would make it possible. */
  public boolean isForEver() {
    return asked > allowed;
  }
}
