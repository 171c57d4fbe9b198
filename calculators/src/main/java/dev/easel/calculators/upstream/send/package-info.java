/**
 * Checks a client's request and writes it as an upstream gets it.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.request.field}, {@code
 * calculators.task}, {@code calculators.trace}, {@code calculators.upstream.wire}.
 */
@NullMarked
package dev.easel.calculators.upstream.send;

import org.jspecify.annotations.NullMarked;
