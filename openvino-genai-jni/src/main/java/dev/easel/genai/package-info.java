/**
 * Gives {@code AutoCloseable} handles to OpenVINO GenAI's image pipelines; imports its own
 * sub-packages, none of which imports it, and the JDK, and these packages are the only ones that
 * own native code.
 */
@NullMarked
package dev.easel.genai;

import org.jspecify.annotations.NullMarked;
