/**
 * Answers questions about the server itself: models, states, health, its own description. Owns
 * jackson's streaming writer.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.model}, {@code framework.calls}, {@code
 * framework.draw}, {@code framework.live}, {@code framework.name}, {@code framework.packet}, {@code
 * framework.plan}, {@code http.error}, {@code http.route}, {@code http.trace}, {@code serving}.
 */
@NullMarked
package dev.easel.http.info;

import org.jspecify.annotations.NullMarked;
