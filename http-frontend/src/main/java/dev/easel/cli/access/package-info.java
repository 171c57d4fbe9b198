/**
 * The commands that edit and show the keys of a server.
 *
 * <p>May use: {@code access}, {@code access.usage}, {@code cli.shared}, {@code cli.store}.
 */
@NullMarked
package dev.easel.cli.access;

import org.jspecify.annotations.NullMarked;
