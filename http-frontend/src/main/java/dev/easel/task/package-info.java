/**
 * Runs the tasks of a store on the servables of this server, by the road that requests go, and says
 * how far they are; no HTTP.
 *
 * <p>May use: {@code calculators.http}, {@code framework.status}, {@code serving}, {@code
 * store.failure}, {@code store.signal}, {@code store.task}.
 */
@NullMarked
package dev.easel.task;

import org.jspecify.annotations.NullMarked;
