/**
 * Opens the port, limits sizes and times, and hands requests to exchanges; imports the other {@code
 * http} packages, {@code repository} and {@code framework.status}. Owns netty.
 */
@NullMarked
package dev.easel.http.server;

import org.jspecify.annotations.NullMarked;
