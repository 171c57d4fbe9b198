/**
 * Keys and the groups that they belong to: who may ask what, as a file says that is read again when
 * it changes. Knows no HTTP.
 *
 * <p>May use: {@code framework.config}, {@code framework.status}, {@code serving.config}.
 */
@NullMarked
package dev.easel.access;

import org.jspecify.annotations.NullMarked;
