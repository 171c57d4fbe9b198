/**
 * Carries out lines of JSON on a graph and prints what comes out, for tests and for people who try
 * a graph; imports {@code framework.graph}, what that imports, and Jackson.
 */
@NullMarked
package dev.easel.framework.script;

import org.jspecify.annotations.NullMarked;
