/**
 * Says what went wrong: codes, one unchecked exception, and several of them as one.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.framework.status;

import org.jspecify.annotations.NullMarked;
