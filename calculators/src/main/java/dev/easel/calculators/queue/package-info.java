/**
 * The queue in which tasks for a model wait: who runs, who waits, who is refused; imports {@code
 * calculators.payload}, {@code calculators.image} for the size of uploads, and the framework's
 * calculator API.
 */
@NullMarked
package dev.easel.calculators.queue;

import org.jspecify.annotations.NullMarked;
