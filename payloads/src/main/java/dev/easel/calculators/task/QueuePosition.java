package dev.easel.calculators.task;

/**
 * Where a task stands that waits for its model.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param task the task
 * @param position how many tasks begin before it does, and itself
 * @param seconds how long until its images are there, by estimate
 */
public record QueuePosition(ImageTask task, int position, double seconds) {}
