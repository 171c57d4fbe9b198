/**
 * How the server speaks to hosts that clients name: to which addresses, and that it is the host
 * which answers. Owns netty's client side.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.http.outgoing;

import org.jspecify.annotations.NullMarked;
