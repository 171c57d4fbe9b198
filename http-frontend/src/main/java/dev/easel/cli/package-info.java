/**
 * The program and its command line: finds the command that the words name, and carries out the
 * small ones itself.
 */
@NullMarked
package dev.easel.cli;

import org.jspecify.annotations.NullMarked;
