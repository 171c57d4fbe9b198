/**
 * Fetches the images that requests name by their address, from hosts that the deployment allows.
 *
 * <p>May use: {@code calculators.http}, {@code calculators.media}, {@code http.outgoing}.
 */
@NullMarked
package dev.easel.http.media;

import org.jspecify.annotations.NullMarked;
