package dev.easel.store.delivery;

/**
 * The telling of a task's end to a webhook.
 *
 * @param taskId of which task; it has one delivery
 * @param url where to
 * @param state how far it is
 * @param attempts how often it was tried
 * @param nextMillis when it is due, in milliseconds since 1970 by the store's clock
 * @param token of the newest claim, as a lease has one
 * @param reason why the last attempt failed; empty if none did
 */
public record Delivery(
    String taskId,
    String url,
    State state,
    int attempts,
    long nextMillis,
    long token,
    String reason) {

  /** How far a delivery is. */
  public enum State {
    /** It is due, now or later. */
    PENDING,
    /** The target took it. */
    DELIVERED,
    /** It was given up. */
    DEAD
  }
}
