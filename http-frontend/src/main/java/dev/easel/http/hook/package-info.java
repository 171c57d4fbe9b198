/**
 * Tells the ends of tasks to webhooks, signed as the Standard Webhooks specification says. Owns
 * netty's client side.
 *
 * <p>May use: {@code framework.status}, {@code store.delivery}, {@code store.signal}, {@code
 * store.task}.
 */
@NullMarked
package dev.easel.http.hook;

import org.jspecify.annotations.NullMarked;
