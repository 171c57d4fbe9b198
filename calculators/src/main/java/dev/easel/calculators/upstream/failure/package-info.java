/**
 * How a call to another server fails, and what a client is told of that.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.upstream.failure;

import org.jspecify.annotations.NullMarked;
