/**
 * The input stream handlers that every graph may name: when is a node ready, with which packets.
 *
 * <p>May use: {@code framework.name}, {@code framework.packet}, {@code framework.policy}, {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.framework.stream.handler;

import org.jspecify.annotations.NullMarked;
