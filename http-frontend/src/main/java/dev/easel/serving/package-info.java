/**
 * What a server sees of its servables: their names and states, and the runs that it starts; no
 * HTTP.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.model}, {@code calculators.upstream},
 * {@code framework.calls}, {@code framework.live}, {@code framework.plan}, {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.serving;

import org.jspecify.annotations.NullMarked;
