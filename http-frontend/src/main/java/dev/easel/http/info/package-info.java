/**
 * Answers questions about the server itself: models, states, health, its own description; imports
 * {@code repository}, {@code http.route}, {@code http.error} and {@code calculators.payload}, and
 * owns jackson's streaming writer.
 */
@NullMarked
package dev.easel.http.info;

import org.jspecify.annotations.NullMarked;
