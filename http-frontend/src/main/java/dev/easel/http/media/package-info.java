/**
 * Fetches the images that requests name by their address, from hosts that the deployment allows,
 * and finds those that the server itself keeps.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.media}, {@code http.outgoing}, {@code
 * store.failure}, {@code task.file}.
 */
@NullMarked
package dev.easel.http.media;

import org.jspecify.annotations.NullMarked;
