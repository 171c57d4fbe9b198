/**
 * Writes a graph's text out where it says {@code %for%}, {@code %if%}, {@code %param%} or {@code
 * %expression%}; imports {@code framework.calculator} and what that imports.
 */
@NullMarked
package dev.easel.framework.template;

import org.jspecify.annotations.NullMarked;
