package dev.easel.serving;

import java.time.Duration;

/**
 * How far a servable's last load got.
 *
 * @param phase where it is
 * @param took the time from the load's begin to its end, or to now while it lasts
 * @param waiting how many requests wait for it
 */
public record LoadProgress(LoadPhase phase, Duration took, int waiting) {}
