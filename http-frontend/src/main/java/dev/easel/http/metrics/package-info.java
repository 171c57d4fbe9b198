/**
 * Counts and times what the server does, under OVMS's names; imports {@code repository}, {@code
 * calculators.payload} and {@code framework.status}. Owns the prometheus client.
 */
@NullMarked
package dev.easel.http.metrics;

import org.jspecify.annotations.NullMarked;
