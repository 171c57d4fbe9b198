/**
 * Carries out lines of JSON on a graph and prints what comes out, for tests and for people who try
 * a graph. Uses jackson.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.config}, {@code framework.graph},
 * {@code framework.packet}, {@code framework.plan}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.script;

import org.jspecify.annotations.NullMarked;
