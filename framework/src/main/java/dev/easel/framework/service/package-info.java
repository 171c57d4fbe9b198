/**
 * What every graph provides by itself: its profiles and counters; imports {@code
 * framework.calculator} and {@code framework.proto}.
 */
@NullMarked
package dev.easel.framework.service;

import org.jspecify.annotations.NullMarked;
