/**
 * Takes a {@code multipart/form-data} body apart without copying it; imports {@code
 * calculators.payload} and {@code http.route} for the rules of header parameters.
 */
@NullMarked
package dev.easel.http.form;

import org.jspecify.annotations.NullMarked;
