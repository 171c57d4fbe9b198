/**
 * Records what ran when, with bounded memory, as MediaPipe's profiles and traces; imports {@code
 * framework.packet}, {@code framework.plan}, {@code framework.proto} and {@code framework.service}.
 */
@NullMarked
package dev.easel.framework.trace;

import org.jspecify.annotations.NullMarked;
