/**
 * Reads the fields of a JSON body or a form by their types.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.media}, {@code calculators.task}.
 */
@NullMarked
package dev.easel.calculators.request.field;

import org.jspecify.annotations.NullMarked;
