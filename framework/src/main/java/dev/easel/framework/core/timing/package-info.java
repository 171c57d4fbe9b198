/**
 * Calculators that change the rate or the timestamps of a stream, and a source that counts.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.port}, {@code framework.packet},
 * {@code framework.service}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.timing;

import org.jspecify.annotations.NullMarked;
