/**
 * Finds calculators in jars that a deployer drops into a folder; imports {@code
 * framework.calculator} and {@code framework.status}.
 */
@NullMarked
package dev.easel.repository.plugin;

import org.jspecify.annotations.NullMarked;
