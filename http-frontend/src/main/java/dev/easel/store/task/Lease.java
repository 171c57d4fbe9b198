package dev.easel.store.task;

/**
 * The right to run a task, until it runs out.
 *
 * @param task the task, as it was when it was taken
 * @param worker who has it
 * @param token larger than that of every earlier lease of the task; a store refuses all but the
 *     newest
 */
public record Lease(StoredTask task, String worker, long token) {}
