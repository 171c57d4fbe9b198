/**
 * Commands; the only place that knows everyone: imports {@code repository}, {@code http}, {@code
 * calculators} and {@code framework}. Owns picocli and the configuration of logback.
 */
@NullMarked
package dev.easel.cli;

import org.jspecify.annotations.NullMarked;
