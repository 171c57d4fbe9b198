/**
 * One servable at work: what is loaded for it, its states, and its runs from the first packet to
 * the last.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.media}, {@code calculators.model},
 * {@code calculators.queue}, {@code calculators.request}, {@code calculators.upstream}, {@code
 * framework.config}, {@code framework.graph}, {@code framework.live}, {@code framework.packet},
 * {@code framework.plan}, {@code framework.policy}, {@code framework.pool}, {@code
 * framework.schedule}, {@code framework.scheduler}, {@code framework.status}, {@code serving},
 * {@code serving.graph}, {@code serving.result}.
 */
@NullMarked
package dev.easel.serving.run;

import org.jspecify.annotations.NullMarked;
