package dev.easel.store.task;

import java.util.List;

/**
 * Some of the tasks that were asked for.
 *
 * @param tasks the newest first, without their outcomes
 * @param hasMore whether older ones follow
 */
public record TaskPage(List<StoredTask> tasks, boolean hasMore) {}
