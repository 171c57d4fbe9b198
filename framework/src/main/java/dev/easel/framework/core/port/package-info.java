/**
 * What the core calculators have in common at their ports: checks of a contract, headers, options
 * that arrive as packets.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.port;

import org.jspecify.annotations.NullMarked;
