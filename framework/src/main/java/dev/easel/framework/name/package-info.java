/**
 * Reads the names in a graph: ports of an entry, names of nodes, registered names, and what a wrong
 * name may have meant; imports {@code framework.packet}, {@code framework.proto} and {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.framework.name;

import org.jspecify.annotations.NullMarked;
