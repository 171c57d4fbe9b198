/**
 * What the server writes down of its life: set up once, written by a thread of its own.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.log;

import org.jspecify.annotations.NullMarked;
