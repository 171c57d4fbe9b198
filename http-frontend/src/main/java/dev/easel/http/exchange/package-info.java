/**
 * Owns one request from bytes in to bytes out, and cancels its run when the client leaves; imports
 * {@code repository}, {@code calculators.payload}, {@code framework.status} and the other {@code
 * http} packages but {@code http.server}. Owns netty's HTTP codec.
 */
@NullMarked
package dev.easel.http.exchange;

import org.jspecify.annotations.NullMarked;
