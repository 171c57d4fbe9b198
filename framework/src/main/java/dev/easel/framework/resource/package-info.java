/** What a node loads once for all runs of its graph; imports {@code framework.options}. */
@NullMarked
package dev.easel.framework.resource;

import org.jspecify.annotations.NullMarked;
