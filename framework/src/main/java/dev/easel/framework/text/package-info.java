/**
 * Reads the text of a graph, knows where its parts stand and collects what is wrong; imports {@code
 * framework.calculator}, {@code framework.name}, {@code framework.proto}, {@code framework.status}
 * and {@code framework.template}.
 */
@NullMarked
package dev.easel.framework.text;

import org.jspecify.annotations.NullMarked;
