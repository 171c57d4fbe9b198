/**
 * Reads the text of a graph, knows where its parts stand and collects what is wrong.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.name}, {@code framework.status},
 * {@code framework.template}.
 */
@NullMarked
package dev.easel.framework.text;

import org.jspecify.annotations.NullMarked;
