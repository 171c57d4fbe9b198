package dev.easel.calculators.payload;

/**
 * What a request will take, told before it runs.
 *
 * @param task what is asked for
 * @param units pixels times steps times pictures, in millions
 * @param peakBytes how much memory the run will hold at most, by estimate
 */
public record Workload(ImageTask task, double units, long peakBytes) {}
