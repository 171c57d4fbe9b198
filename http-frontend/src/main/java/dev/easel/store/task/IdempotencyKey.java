package dev.easel.store.task;

/**
 * What makes a repeated submission the same as the first.
 *
 * @param key what the client sent; it counts for one owner, for as long as the task is remembered
 * @param requestHash of what is asked for; another hash under the same key is a conflict
 */
public record IdempotencyKey(String key, String requestHash) {

  /** The longest key or hash, in characters. */
  public static final int MOST_CHARACTERS = 255;

  /** Checks the lengths. */
  public IdempotencyKey {
    if (key.isEmpty() || key.length() > MOST_CHARACTERS || requestHash.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to " + MOST_CHARACTERS + " characters");
    }
  }
}
