package dev.easel.calculators.task;

import java.util.OptionalInt;

/**
 * Where a streamed run of a pipeline stands.
 *
 * <p>One that has a {@code partialIndex} comes with unfinished images at the same time of the
 * {@code IMAGES} stream; images without any progress at their time are finished.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param step how many steps are done; 0 when the run begins
 * @param steps how many there will be
 * @param secondsLeft an estimate from the steps so far; 0 before the first
 * @param partialIndex which of the unfinished images these are, counted from 0
 * @param firstImage the index in the answer of the first of the images that come along
 */
public record GenerationProgress(
    int step, int steps, double secondsLeft, OptionalInt partialIndex, int firstImage) {}
