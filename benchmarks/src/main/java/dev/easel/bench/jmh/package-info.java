/**
 * The engine's JMH benchmarks; may import {@code framework}, {@code bench.executor}, JMH and
 * Disruptor.
 */
@NullMarked
package dev.easel.bench.jmh;

import org.jspecify.annotations.NullMarked;
