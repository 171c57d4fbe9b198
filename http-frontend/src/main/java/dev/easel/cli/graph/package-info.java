/**
 * The commands that work with graphs on their own: run, draw, profile, trace.
 *
 * <p>May use: {@code cli.shared}, {@code framework.config}, {@code framework.draw}, {@code
 * framework.graph}, {@code framework.live}, {@code framework.script}, {@code framework.status},
 * {@code http.info}, {@code serving.plugin}.
 */
@NullMarked
package dev.easel.cli.graph;

import org.jspecify.annotations.NullMarked;
