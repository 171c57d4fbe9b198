/**
 * Gives {@code AutoCloseable} handles to OpenVINO GenAI's image pipelines; imports nothing but the
 * JDK, and is the only package that owns native code.
 */
@NullMarked
package dev.easel.genai;

import org.jspecify.annotations.NullMarked;
