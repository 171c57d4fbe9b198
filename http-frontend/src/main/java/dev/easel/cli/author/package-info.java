/**
 * Commands for authors of calculators: begins a project, builds and serves it while it is written.
 *
 * <p>May use: {@code calculators.http}, {@code cli.serve}, {@code cli.shared}, {@code
 * framework.calculator}, {@code framework.status}, {@code picture}.
 */
@NullMarked
package dev.easel.cli.author;

import org.jspecify.annotations.NullMarked;
