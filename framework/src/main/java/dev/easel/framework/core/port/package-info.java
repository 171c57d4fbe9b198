/**
 * What the core calculators have in common at their ports: checks of a contract, headers, options
 * that arrive as packets; imports {@code framework.calculator}, {@code framework.packet}, {@code
 * framework.proto} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.port;

import org.jspecify.annotations.NullMarked;
