/**
 * Servables from {@code config.json}: loads, watches, swaps, drains them and reports their state.
 *
 * <p>May use: {@code calculators.payload}, {@code calculators.queue}, {@code framework.calculator}, {@code framework.config}, {@code framework.graph}, {@code framework.packet}, {@code framework.plan}, {@code framework.policy}, {@code framework.pool}, {@code framework.scheduler}, {@code framework.status}, {@code repository.config}.
 */
@NullMarked
package dev.easel.repository;

import org.jspecify.annotations.NullMarked;
