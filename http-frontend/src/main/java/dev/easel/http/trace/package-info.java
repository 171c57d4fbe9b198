/**
 * Keeps the traces that requests asked for.
 *
 * <p>May use: {@code framework.trace}.
 */
@NullMarked
package dev.easel.http.trace;

import org.jspecify.annotations.NullMarked;
