package dev.easel.store;

/**
 * What an operator wants to know of a store.
 *
 * @param oldestWaitMillis how long the task has waited that was accepted first of those that wait;
 *     0 when none waits
 * @param deadTasks how many tasks have lost as many takers as they may
 * @param pendingDeliveries how many webhooks are still to be told
 * @param deadDeliveries how many were given up
 */
public record StoreReport(
    long oldestWaitMillis, long deadTasks, long pendingDeliveries, long deadDeliveries) {}
