/**
 * The commands that fetch, convert and list models, and the options of the graphs that are written
 * for them.
 *
 * <p>May use: {@code cli.shared}, {@code framework.status}, {@code genai}, {@code repository},
 * {@code repository.config}, {@code repository.hub}.
 */
@NullMarked
package dev.easel.cli.model;

import org.jspecify.annotations.NullMarked;
