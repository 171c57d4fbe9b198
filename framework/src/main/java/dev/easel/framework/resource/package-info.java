/**
 * What nodes read by name, and what they load once for all runs of their graph.
 *
 * <p>May use: {@code framework.options}, {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.resource;

import org.jspecify.annotations.NullMarked;
