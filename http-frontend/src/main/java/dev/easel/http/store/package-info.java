/**
 * Keeps the pictures that answers name by URL, within limits of number, bytes and time; imports
 * {@code calculators.payload} and {@code framework.status}.
 */
@NullMarked
package dev.easel.http.store;

import org.jspecify.annotations.NullMarked;
