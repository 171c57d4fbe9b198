/**
 * Servables from {@code config.json}: loads, watches, swaps, drains them and reports their state;
 * imports {@code framework}, {@code calculators.payload}, its own {@code config} and {@code line}.
 */
@NullMarked
package dev.easel.repository;

import org.jspecify.annotations.NullMarked;
