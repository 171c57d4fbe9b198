/**
 * Servables from {@code config.json}: loads, watches, swaps and drains them.
 *
 * <p>May use: {@code calculators.generate}, {@code calculators.generate.pipeline}, {@code
 * framework.calculator}, {@code framework.config}, {@code framework.graph}, {@code framework.live},
 * {@code framework.plan}, {@code framework.pool}, {@code framework.resource}, {@code
 * framework.schedule}, {@code framework.scheduler}, {@code framework.status}, {@code serving},
 * {@code serving.config}, {@code serving.file}, {@code serving.graph}, {@code serving.plugin},
 * {@code serving.run}.
 */
@NullMarked
package dev.easel.serving.repository;

import org.jspecify.annotations.NullMarked;
