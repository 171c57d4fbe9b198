/**
 * Carries checked values, handles, pixels and callbacks between Java and the native side, and says
 * which run may go now; imports nothing but the JDK.
 */
@NullMarked
package dev.easel.genai.bridge;

import org.jspecify.annotations.NullMarked;
