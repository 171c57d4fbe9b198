package dev.easel.store.task;

import java.util.Optional;

/**
 * A task to be accepted.
 *
 * @param terms what is agreed
 * @param body what is asked for
 * @param idempotency what makes a second submission the same as this one
 */
public record NewTask(TaskTerms terms, TaskBody body, Optional<IdempotencyKey> idempotency) {}
