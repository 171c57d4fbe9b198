/**
 * Reads the names in a graph: ports of an entry, names of nodes, registered names, and what a wrong
 * name may have meant.
 *
 * <p>May use: {@code framework.packet}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.name;

import org.jspecify.annotations.NullMarked;
