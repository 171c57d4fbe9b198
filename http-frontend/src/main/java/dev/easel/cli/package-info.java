/**
 * The program and its command line: finds the command that the words name, and carries out the
 * small ones itself.
 *
 * <p>May use: {@code cli.access}, {@code cli.author}, {@code cli.check}, {@code cli.graph}, {@code
 * cli.image}, {@code cli.model}, {@code cli.serve}, {@code cli.shared}, {@code cli.tune}, {@code
 * framework.calculator}, {@code framework.describe}, {@code framework.name}, {@code
 * serving.plugin}.
 */
@NullMarked
package dev.easel.cli;

import org.jspecify.annotations.NullMarked;
