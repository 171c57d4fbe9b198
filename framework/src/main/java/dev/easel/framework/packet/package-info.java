/**
 * Holds an immutable value stamped with a timestamp; imports nothing but {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.packet;

import org.jspecify.annotations.NullMarked;
