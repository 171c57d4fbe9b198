/**
 * An immutable table from method and path to an endpoint, and the rules by which a request names
 * its servable. Owns jackson's streaming parser, to find {@code model} in a body.
 *
 * <p>May use: {@code calculators.http}, {@code serving}.
 */
@NullMarked
package dev.easel.http.route;

import org.jspecify.annotations.NullMarked;
