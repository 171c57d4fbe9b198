/**
 * Takes note of the calls of one run, for whoever asked for that.
 *
 * <p>May use: {@code framework.packet}, {@code framework.plan}, {@code framework.status}, {@code
 * framework.trace}.
 */
@NullMarked
package dev.easel.framework.calls;

import org.jspecify.annotations.NullMarked;
