/**
 * Who is calling and what may they use; which pages of other sites may call.
 *
 * <p>May use: {@code access}, {@code access.usage}, {@code calculators.http}, {@code
 * framework.status}, {@code http.error}, {@code http.route}, {@code http.store}, {@code serving}.
 */
@NullMarked
package dev.easel.http.auth;

import org.jspecify.annotations.NullMarked;
