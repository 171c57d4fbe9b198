package dev.easel.store.task;

/**
 * A task as it was at one moment.
 *
 * @param id unguessable: {@code imgtask_} and 32 hexadecimal digits
 * @param terms what was agreed
 * @param state where it is
 * @param times when it got there
 * @param step how many steps are done, as its taker last told
 * @param steps how many there are; 0 while nobody has told
 * @param takers how often it was taken and not given back
 * @param outcome of a completed task its result, of a failed one its error, empty otherwise and in
 *     lists; whoever holds the record does not change it
 */
@SuppressWarnings("ArrayRecordComponent") // No two outcomes are compared.
public record StoredTask(
    String id,
    TaskTerms terms,
    TaskState state,
    Times times,
    int step,
    int steps,
    int takers,
    byte[] outcome) {

  /**
   * When things happened to a task, in milliseconds since 1970 by the store's clock; 0 for what has
   * not happened.
   *
   * @param createdMillis when it was accepted
   * @param startedMillis when somebody last took it
   * @param finishedMillis when it ended
   * @param expiresMillis when it is given up if it still waits, or when its result goes
   */
  public record Times(
      long createdMillis, long startedMillis, long finishedMillis, long expiresMillis) {}
}
