/**
 * Servables from {@code config.json}: loads, watches, swaps, drains them and reports their state;
 * imports {@code framework}, {@code calculators.payload} and its own {@code config}.
 */
@NullMarked
package dev.easel.repository;

import org.jspecify.annotations.NullMarked;
