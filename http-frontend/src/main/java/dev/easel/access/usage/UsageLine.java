package dev.easel.access.usage;

import java.time.LocalDate;

/**
 * What one key has used on one day.
 *
 * @param day the day in UTC
 * @param group the group that the key was in
 * @param key the key's id
 * @param usage the sum
 */
public record UsageLine(LocalDate day, String group, String key, Usage usage) {}
