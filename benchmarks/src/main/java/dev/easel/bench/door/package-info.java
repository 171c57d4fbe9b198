/**
 * What the server's door costs: a bare server on the same Netty, the calculator that Easel answers
 * with, and the load for both. Uses netty.
 *
 * <p>May use: {@code calculators.http}, {@code framework.calculator}, {@code framework.port}.
 */
@NullMarked
package dev.easel.bench.door;

import org.jspecify.annotations.NullMarked;
