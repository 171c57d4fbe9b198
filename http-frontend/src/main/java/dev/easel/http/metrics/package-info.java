/**
 * Counts and times what the server does, under OVMS's names. Owns the prometheus client.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.upstream}, {@code framework.status},
 * {@code serving}.
 */
@NullMarked
package dev.easel.http.metrics;

import org.jspecify.annotations.NullMarked;
