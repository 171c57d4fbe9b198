/**
 * What every graph provides by itself: its profiles and counters.
 *
 * <p>May use: {@code framework.calculator}.
 */
@NullMarked
package dev.easel.framework.service;

import org.jspecify.annotations.NullMarked;
