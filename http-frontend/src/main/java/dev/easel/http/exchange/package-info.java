/**
 * Owns one request from bytes in to bytes out, and cancels its run when the client disconnects.
 * Owns netty's HTTP codec.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.trace}, {@code framework.calls}, {@code
 * framework.plan}, {@code framework.status}, {@code http.auth}, {@code http.body}, {@code
 * http.desk}, {@code http.desk.call}, {@code http.desk.task}, {@code http.error}, {@code
 * http.form}, {@code http.framing}, {@code http.info}, {@code http.metrics}, {@code http.page},
 * {@code http.route}, {@code http.trace}, {@code serving}, {@code store.failure}, {@code
 * store.task}.
 */
@NullMarked
package dev.easel.http.exchange;

import org.jspecify.annotations.NullMarked;
