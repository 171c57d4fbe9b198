/**
 * Answers a repeated request with what it was answered before, and lets equal requests wait for one
 * of them.
 *
 * <p>May use: {@code calculators.http}, {@code serving}.
 */
@NullMarked
package dev.easel.serving.result;

import org.jspecify.annotations.NullMarked;
