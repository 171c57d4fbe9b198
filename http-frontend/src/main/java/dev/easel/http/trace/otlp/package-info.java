/**
 * Sends spans to a collector of OpenTelemetry. Owns OpenTelemetry's SDK, none of which is loaded
 * where no collector is named.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.request.field}, {@code
 * calculators.task}, {@code calculators.upstream.failure}, {@code framework.calls}, {@code
 * framework.status}, {@code http.trace}.
 */
@NullMarked
package dev.easel.http.trace.otlp;

import org.jspecify.annotations.NullMarked;
