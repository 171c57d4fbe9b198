/**
 * Graphs as servables have them: their text and where it comes from, what must be in it, and the
 * files that it names.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.config}, {@code framework.packet},
 * {@code framework.plan}, {@code framework.status}, {@code serving.config}.
 */
@NullMarked
package dev.easel.serving.graph;

import org.jspecify.annotations.NullMarked;
