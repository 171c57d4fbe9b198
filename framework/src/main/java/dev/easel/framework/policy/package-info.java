/**
 * What decides when a node runs, with which packets and on which executor, and who is told of calls
 * that hang, for those who write further ways; imports {@code framework.packet} and {@code
 * framework.proto}.
 */
@NullMarked
package dev.easel.framework.policy;

import org.jspecify.annotations.NullMarked;
