package dev.easel.calculators.queue;

/**
 * What a task will take, told before it runs.
 *
 * @param units pixels times steps times images, in millions
 * @param peakBytes how much memory its run will hold at most, by estimate
 */
public record Workload(double units, long peakBytes) {}
