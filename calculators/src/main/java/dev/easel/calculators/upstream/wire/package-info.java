/**
 * One request to another server with OpenAI's images API: its bytes out, the answer's bytes in, and
 * what they mean.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.upstream.failure}.
 */
@NullMarked
package dev.easel.calculators.upstream.wire;

import org.jspecify.annotations.NullMarked;
