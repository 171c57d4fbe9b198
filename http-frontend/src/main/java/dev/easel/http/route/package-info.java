/**
 * An immutable table from method and path to an endpoint, and the rules by which a request names
 * its servable; imports {@code repository} and {@code calculators.payload}, and owns jackson's
 * streaming parser to find {@code model} in a body.
 */
@NullMarked
package dev.easel.http.route;

import org.jspecify.annotations.NullMarked;
