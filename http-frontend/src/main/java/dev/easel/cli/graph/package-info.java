/**
 * The commands that work with graphs on their own: run, draw, profile, trace.
 *
 * <p>May use: {@code calculators.http}, {@code cli.image}, {@code cli.shared}, {@code
 * framework.config}, {@code framework.draw}, {@code framework.graph}, {@code framework.live},
 * {@code framework.script}, {@code framework.status}, {@code http.info}, {@code log}, {@code
 * serving}, {@code serving.plugin}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.graph;

import org.jspecify.annotations.NullMarked;
