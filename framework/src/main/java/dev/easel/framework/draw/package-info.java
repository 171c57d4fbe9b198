/**
 * Pictures of graphs: as SVG, and as text for Mermaid and Graphviz.
 *
 * <p>May use: {@code framework.config}, {@code framework.name}, {@code framework.packet}, {@code
 * framework.plan}.
 */
@NullMarked
package dev.easel.framework.draw;

import org.jspecify.annotations.NullMarked;
