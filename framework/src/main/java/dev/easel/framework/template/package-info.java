/**
 * Writes a graph's text out where it says {@code %for%}, {@code %if%}, {@code %param%} or {@code
 * %expression%}.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.template;

import org.jspecify.annotations.NullMarked;
