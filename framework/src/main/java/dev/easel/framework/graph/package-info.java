/**
 * A graph that an application runs, and what it gives it.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.calls}, {@code framework.config},
 * {@code framework.live}, {@code framework.node}, {@code framework.packet}, {@code framework.plan},
 * {@code framework.policy}, {@code framework.run}, {@code framework.schedule}, {@code
 * framework.scheduler}, {@code framework.service}, {@code framework.sidepacket}, {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.framework.graph;

import org.jspecify.annotations.NullMarked;
