/**
 * What threads that meet at the mailbox, the ownership, the pool, the profiler and a graph's inputs
 * may see.
 */
package dev.easel.framework.contention;
