/**
 * The nodes of one run: what they take in, how their calls run, how they open and close.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.calls}, {@code framework.live}, {@code
 * framework.options}, {@code framework.packet}, {@code framework.plan}, {@code framework.policy},
 * {@code framework.resource}, {@code framework.sidepacket}, {@code framework.status}, {@code
 * framework.stream}, {@code framework.trace}.
 */
@NullMarked
package dev.easel.framework.node;

import org.jspecify.annotations.NullMarked;
