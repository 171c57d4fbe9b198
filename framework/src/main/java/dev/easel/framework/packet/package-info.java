/**
 * Holds an immutable value stamped with a timestamp, and the tags of ports.
 *
 * <p>May use: {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.packet;

import org.jspecify.annotations.NullMarked;
