/** Says what went wrong: one enum of codes and one unchecked exception; imports nothing. */
@NullMarked
package dev.easel.framework.status;

import org.jspecify.annotations.NullMarked;
