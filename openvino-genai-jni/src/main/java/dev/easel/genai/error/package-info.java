/**
 * Tells in exceptions what OpenVINO GenAI refused or was stopped in; imports nothing but the JDK.
 */
@NullMarked
package dev.easel.genai.error;

import org.jspecify.annotations.NullMarked;
