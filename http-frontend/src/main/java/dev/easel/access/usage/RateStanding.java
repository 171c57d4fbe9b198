package dev.easel.access.usage;

import java.time.Duration;

/**
 * Where a group stands with one of its limits.
 *
 * @param name what is limited: {@code requests}, {@code pixels} or {@code pixel-steps}
 * @param limit how much there may be
 * @param remaining how much there may still be
 * @param reset after how long all of it is there again
 */
public record RateStanding(String name, long limit, long remaining, Duration reset) {}
