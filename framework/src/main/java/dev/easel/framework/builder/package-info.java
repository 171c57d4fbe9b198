/**
 * Graphs written in Java: streams have types, so that what does not fit does not compile. What
 * comes out is the same config that a graph's text is read into.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.options}, {@code framework.port}.
 */
@NullMarked
package dev.easel.framework.builder;

import org.jspecify.annotations.NullMarked;
