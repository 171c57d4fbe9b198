/**
 * Small classes that threads meet at, under every order of their steps that Lincheck's model
 * checking tries.
 *
 * <p>A model is a {@link java.lang.Runnable} that makes its objects, has a few threads use them,
 * waits for these and checks. What to know before writing one:
 *
 * <ul>
 *   <li>Whoever shares an object is a named class, never a lambda: on JDK 25 Lincheck does not see
 *       what a lambda has captured, and tries one order only. Broken twins in {@link
 *       dev.easel.framework.interleaving.InterleavingTest} tell when it has become blind.
 *   <li>Threads are joined through variables of type {@code Thread}, as {@link
 *       dev.easel.framework.interleaving.Together} does; otherwise the machine really waits.
 *   <li>Plain and volatile fields, arrays, atomics, var handles of every mode, monitors and all of
 *       {@code java.util.concurrent} are followed, but memory is sequentially consistent: a fence
 *       that is missing is for {@code contention} to find.
 *   <li>{@code LockSupport.park} may return at any time, so a wake-up that is lost there stays
 *       unseen. One that is lost at a monitor, a semaphore, a condition or a latch is reported as
 *       an order that hangs, and so is a loop that spins or parks for ever. A class that parks is
 *       handed its way to sleep, and its model hands it one made of a semaphore.
 *   <li>The clock stands still and {@code notify} wakes all. {@code Object.wait} with a timeout
 *       comes back; a timed wait in {@code java.util.concurrent}, and a loop that waits for time to
 *       pass, is reported as one that hangs.
 * </ul>
 */
package dev.easel.framework.interleaving;
