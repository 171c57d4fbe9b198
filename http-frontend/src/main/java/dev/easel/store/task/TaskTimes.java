package dev.easel.store.task;

/**
 * When things happened to a task, in milliseconds since 1970 by the store's clock; 0 for what has
 * not happened.
 *
 * @param createdMillis when it was accepted
 * @param startedMillis when somebody last took it
 * @param finishedMillis when it ended
 * @param expiresMillis when it is given up if it still waits, or when its result goes
 */
public record TaskTimes(
    long createdMillis, long startedMillis, long finishedMillis, long expiresMillis) {}
