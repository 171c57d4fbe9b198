/**
 * Gives what reads bytes from outside bytes that nobody has sent yet: all of them, changed ones of
 * a corpus, and those that Jazzer finds by looking which lines they reach.
 */
@NullMarked
package dev.easel.fuzz;

import org.jspecify.annotations.NullMarked;
