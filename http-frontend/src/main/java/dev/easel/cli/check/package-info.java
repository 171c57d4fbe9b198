/** The commands that check files and the machine, and how they say what they found. */
@NullMarked
package dev.easel.cli.check;

import org.jspecify.annotations.NullMarked;
