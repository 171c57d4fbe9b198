/**
 * Reads the fields of a JSON body or a form by their types; imports {@code calculators.payload} and
 * jackson.
 */
@NullMarked
package dev.easel.calculators.request.field;

import org.jspecify.annotations.NullMarked;
