/**
 * Records what ran when, with bounded memory, as MediaPipe's profiles and traces; imports {@code
 * framework.calculator}, {@code framework.config}, {@code framework.packet} and {@code
 * framework.proto}.
 */
@NullMarked
package dev.easel.framework.trace;

import org.jspecify.annotations.NullMarked;
