/**
 * The commands that fetch, convert and list models, and the options of the graphs that are written
 * for them.
 */
@NullMarked
package dev.easel.cli.model;

import org.jspecify.annotations.NullMarked;
