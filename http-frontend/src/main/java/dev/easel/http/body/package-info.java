/**
 * Takes in the bodies of requests, within limits for each and for all together.
 *
 * <p>May use: {@code calculators.http}, {@code framework.status}, {@code http.form}.
 */
@NullMarked
package dev.easel.http.body;

import org.jspecify.annotations.NullMarked;
