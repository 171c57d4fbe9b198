/**
 * Options of what outlives the server: kept pictures, and tasks.
 *
 * <p>May use: {@code cli.shared}.
 */
@NullMarked
package dev.easel.cli.store;

import org.jspecify.annotations.NullMarked;
