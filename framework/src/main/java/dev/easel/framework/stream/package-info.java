/**
 * Input stream handlers (when is a node ready, with which packets) and output streams; imports
 * {@code framework.calculator}, {@code framework.policy} and what that imports.
 */
@NullMarked
package dev.easel.framework.stream;

import org.jspecify.annotations.NullMarked;
