/**
 * Opens the port, limits sizes and times, and hands requests to exchanges. Owns netty.
 *
 * <p>May use: {@code calculators.http}, {@code framework.status}, {@code http.auth}, {@code
 * http.body}, {@code http.desk}, {@code http.error}, {@code http.exchange}, {@code http.framing},
 * {@code http.info}, {@code http.metrics}, {@code http.page}, {@code http.route}, {@code
 * http.trace}, {@code serving}.
 */
@NullMarked
package dev.easel.http.server;

import org.jspecify.annotations.NullMarked;
