/**
 * The engine's JMH benchmarks. Uses JMH and Disruptor.
 *
 * <p>May use: {@code bench.executor}, {@code framework.config}, {@code framework.graph}, {@code
 * framework.live}, {@code framework.packet}, {@code framework.scheduler}.
 */
@NullMarked
package dev.easel.bench.jmh;

import org.jspecify.annotations.NullMarked;
