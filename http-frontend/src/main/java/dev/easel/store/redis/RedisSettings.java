package dev.easel.store.redis;

import dev.easel.store.task.TaskLimits;
import java.time.Duration;

/**
 * Which Redis, and what is kept there.
 *
 * @param uri such as {@code redis://127.0.0.1:6379}, {@code rediss://} with TLS or {@code
 *     redis-sentinel://}; a password in it is never shown
 * @param namespace what the names of all keys start with, in braces
 * @param limits how much of each thing is taken; the same for all servers of one Redis
 * @param patience how long a call waits for an answer
 */
public record RedisSettings(String uri, String namespace, TaskLimits limits, Duration patience) {

  /** The namespace "easel", and two seconds. */
  public static RedisSettings of(String uri) {
    return new RedisSettings(uri, "easel", TaskLimits.DEFAULT, Duration.ofSeconds(2));
  }

  /** Checks the namespace. */
  public RedisSettings {
    if (!namespace.matches("[A-Za-z0-9_.-]{1,64}")) {
      throw new IllegalArgumentException(
          "a namespace is 1 to 64 letters, digits, '_', '.' or '-', not '" + namespace + "'");
    }
  }

  String prefix() {
    return "{" + namespace + "}:";
  }
}
