package dev.easel.access;

import java.time.Instant;
import java.util.Optional;

/**
 * One key as a file keeps it: never the key itself.
 *
 * @param id what logs, usage and commands call it
 * @param hash the key's hash
 * @param group the name of its group
 * @param expires from when on it counts no more; empty for never
 */
public record AccessKey(String id, KeyHash hash, String group, Optional<Instant> expires) {

  /** Whether it still counts. */
  public boolean isValidAt(Instant now) {
    return expires.map(now::isBefore).orElse(true);
  }
}
