/**
 * How much the keys of each group have asked for, and how much more they may; kept so that it
 * survives a restart. Knows no HTTP. Owns bucket4j.
 *
 * <p>May use: {@code access}, {@code store}, {@code store.failure}, {@code store.record}, {@code
 * store.signal}.
 */
@NullMarked
package dev.easel.access.usage;

import org.jspecify.annotations.NullMarked;
