/**
 * Tells the ends of tasks to webhooks, signed as the Standard Webhooks specification says.
 *
 * <p>May use: {@code calculators.trace}, {@code framework.status}, {@code http.outgoing}, {@code
 * store.delivery}, {@code store.signal}, {@code store.task}, {@code task}.
 */
@NullMarked
package dev.easel.http.hook;

import org.jspecify.annotations.NullMarked;
