/**
 * One run of a graph, from start to end: wires nodes and streams, takes orders from outside, tells
 * observers and pollers, ends.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.calls}, {@code framework.live}, {@code
 * framework.node}, {@code framework.packet}, {@code framework.plan}, {@code framework.policy},
 * {@code framework.schedule}, {@code framework.scheduler}, {@code framework.service}, {@code
 * framework.sidepacket}, {@code framework.status}, {@code framework.stream}, {@code
 * framework.trace}.
 */
@NullMarked
package dev.easel.framework.run;

import org.jspecify.annotations.NullMarked;
