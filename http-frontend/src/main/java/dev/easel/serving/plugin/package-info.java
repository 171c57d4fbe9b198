/**
 * Finds calculators in jars that a deployer drops into a folder.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.status}.
 */
@NullMarked
package dev.easel.serving.plugin;

import org.jspecify.annotations.NullMarked;
