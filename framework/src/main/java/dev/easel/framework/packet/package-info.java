/**
 * Holds an immutable value stamped with a timestamp, and the tags of ports; imports {@code
 * framework.status}.
 */
@NullMarked
package dev.easel.framework.packet;

import org.jspecify.annotations.NullMarked;
