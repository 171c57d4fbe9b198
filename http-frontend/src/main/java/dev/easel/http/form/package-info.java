/**
 * Takes a {@code multipart/form-data} body apart without copying it.
 *
 * <p>May use: {@code calculators.http}.
 */
@NullMarked
package dev.easel.http.form;

import org.jspecify.annotations.NullMarked;
