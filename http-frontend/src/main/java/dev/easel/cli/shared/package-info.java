/**
 * What commands have in common: refusals and exit statuses, the version, what ships, and the
 * options that say which servables there are and how they load.
 *
 * <p>May use: {@code framework.name}, {@code framework.status}, {@code genai}, {@code
 * serving.config}, {@code serving.plugin}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.shared;

import org.jspecify.annotations.NullMarked;
