/**
 * What all desks share: the request as they get it, the answer as they give it, and their settings.
 *
 * <p>May use: {@code calculators.http}, {@code http.error}, {@code http.route}, {@code
 * store.failure}.
 */
@NullMarked
package dev.easel.http.desk.call;

import org.jspecify.annotations.NullMarked;
