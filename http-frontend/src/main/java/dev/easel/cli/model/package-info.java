/**
 * The commands that fetch, convert and list models, and the options of the graphs that are written
 * for them.
 *
 * <p>May use: {@code cli.shared}, {@code framework.status}, {@code genai}, {@code genai.check},
 * {@code hub}, {@code serving.config}, {@code serving.graph}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.model;

import org.jspecify.annotations.NullMarked;
