/**
 * The pages for people: files of the jar, and the rules that browsers keep while they show them.
 *
 * <p>May use: {@code calculators.http}, {@code http.error}, {@code http.route}.
 */
@NullMarked
package dev.easel.http.page;

import org.jspecify.annotations.NullMarked;
