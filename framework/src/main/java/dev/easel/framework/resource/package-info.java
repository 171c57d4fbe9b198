/**
 * What nodes read by name, and what they load once for all runs of their graph; imports {@code
 * framework.options} and {@code framework.status}.
 */
@NullMarked
package dev.easel.framework.resource;

import org.jspecify.annotations.NullMarked;
