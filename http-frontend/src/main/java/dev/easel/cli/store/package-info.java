/**
 * Options of what outlives the server: kept pictures, and tasks.
 *
 * <p>May use: {@code cli.shared}, {@code framework.status}, {@code http.auth}, {@code http.body},
 * {@code http.desk}, {@code http.desk.call}, {@code http.hook}, {@code http.outgoing}, {@code
 * http.server}, {@code http.store}, {@code http.store.s3}, {@code serving}, {@code store}, {@code
 * store.failure}, {@code store.record}, {@code store.redis}, {@code store.sqlite}, {@code
 * store.task}, {@code task}.
 */
@NullMarked
package dev.easel.cli.store;

import org.jspecify.annotations.NullMarked;
