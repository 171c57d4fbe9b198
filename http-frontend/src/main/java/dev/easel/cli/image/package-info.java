/**
 * The commands that make an image without a server and tell how one was made.
 *
 * <p>May use: {@code calculators.generate.settings}, {@code calculators.http}, {@code
 * calculators.image.header}, {@code calculators.image.png}, {@code cli.shared}, {@code
 * framework.status}, {@code log}, {@code serving}, {@code serving.repository}.
 */
@NullMarked
package dev.easel.cli.image;

import org.jspecify.annotations.NullMarked;
