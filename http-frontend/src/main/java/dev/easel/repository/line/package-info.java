/**
 * The line in which requests for a model wait: who runs, who waits, who is refused; imports {@code
 * calculators.payload}.
 */
@NullMarked
package dev.easel.repository.line;

import org.jspecify.annotations.NullMarked;
