/**
 * Lets through what is framed exactly as RFC 9112 says, and refuses everything else before any part
 * of it is taken for a request: what a proxy sees as one request is one request here.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.http.framing;

import org.jspecify.annotations.NullMarked;
