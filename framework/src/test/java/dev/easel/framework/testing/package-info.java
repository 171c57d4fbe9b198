/** Runs a single calculator or a graph from text; imports {@code framework.graph} and JUnit. */
@NullMarked
package dev.easel.framework.testing;

import org.jspecify.annotations.NullMarked;
