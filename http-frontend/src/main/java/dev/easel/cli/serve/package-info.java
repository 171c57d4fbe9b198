/**
 * The command that serves: its options, its process from the first port to the last answer, and
 * OVMS's flags that do something else.
 */
@NullMarked
package dev.easel.cli.serve;

import org.jspecify.annotations.NullMarked;
