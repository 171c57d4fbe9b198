/**
 * Records what ran when, with bounded memory, as MediaPipe's profiles and traces.
 *
 * <p>May use: {@code framework.packet}, {@code framework.plan}, {@code framework.service}.
 */
@NullMarked
package dev.easel.framework.trace;

import org.jspecify.annotations.NullMarked;
