/**
 * The services that every graph provides by itself; imports {@code framework.calculator} and {@code
 * framework.proto}.
 */
@NullMarked
package dev.easel.framework.service;

import org.jspecify.annotations.NullMarked;
