/**
 * Says what went wrong: codes, one unchecked exception, and several of them as one; imports
 * nothing.
 */
@NullMarked
package dev.easel.framework.status;

import org.jspecify.annotations.NullMarked;
