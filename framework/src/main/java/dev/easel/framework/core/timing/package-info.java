/**
 * Calculators that change the rate or the timestamps of a stream, and a source that counts; imports
 * {@code core.port}, {@code framework.calculator}, {@code framework.packet}, {@code
 * framework.proto}, {@code framework.service} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.core.timing;

import org.jspecify.annotations.NullMarked;
