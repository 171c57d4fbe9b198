/**
 * Passes requests on to other servers with OpenAI's images API: which one is asked, how often, and
 * when one is left alone.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.upstream.access}, {@code
 * calculators.upstream.failure}, {@code calculators.upstream.send}, {@code
 * calculators.upstream.wire}, {@code framework.calculator}, {@code framework.packet}, {@code
 * framework.pool}, {@code framework.resource}, {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.upstream;

import org.jspecify.annotations.NullMarked;
