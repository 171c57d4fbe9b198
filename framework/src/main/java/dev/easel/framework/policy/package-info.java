/**
 * What decides when a node runs, with which packets and on which executor, and who is told of calls
 * that hang, for those who write further ways.
 *
 * <p>May use: {@code framework.packet}.
 */
@NullMarked
package dev.easel.framework.policy;

import org.jspecify.annotations.NullMarked;
