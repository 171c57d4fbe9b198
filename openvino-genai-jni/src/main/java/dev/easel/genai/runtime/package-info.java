/** Finds and loads the native libraries; imports {@code genai.error} for what is not found. */
@NullMarked
package dev.easel.genai.runtime;

import org.jspecify.annotations.NullMarked;
