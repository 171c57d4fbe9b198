/**
 * Turns a failure into an HTTP status and an OpenAI error object, in one place; imports {@code
 * framework.status} and {@code calculators.payload}.
 */
@NullMarked
package dev.easel.http.error;

import org.jspecify.annotations.NullMarked;
