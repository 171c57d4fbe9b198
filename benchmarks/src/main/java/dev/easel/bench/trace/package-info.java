/**
 * What it costs to look at graphs while they run.
 *
 * <p>May use: {@code bench.executor}, {@code framework.calls}, {@code framework.config}, {@code
 * framework.graph}, {@code framework.live}, {@code framework.packet}, {@code http.trace}, {@code
 * http.trace.otlp}.
 */
@NullMarked
package dev.easel.bench.trace;

import org.jspecify.annotations.NullMarked;
