/**
 * The options of a node by type, and ways into them.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.options;

import org.jspecify.annotations.NullMarked;
