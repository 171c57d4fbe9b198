/**
 * Keeps the traces that requests asked for, and says what the server tells distributed traces.
 *
 * <p>May use: {@code calculators.http}, {@code framework.calls}, {@code framework.plan}.
 */
@NullMarked
package dev.easel.http.trace;

import org.jspecify.annotations.NullMarked;
