/**
 * The input stream handlers that every graph may name: when is a node ready, with which packets;
 * imports {@code framework.calculator}, {@code framework.name} and what those import.
 */
@NullMarked
package dev.easel.framework.stream.handler;

import org.jspecify.annotations.NullMarked;
