/**
 * Turns a failure into an HTTP status and an OpenAI error object, in one place.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.upstream.failure}, {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.http.error;

import org.jspecify.annotations.NullMarked;
