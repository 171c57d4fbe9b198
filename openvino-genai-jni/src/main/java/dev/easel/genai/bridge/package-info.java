/**
 * Carries checked values, handles, pixels and callbacks between Java and the native side, and says
 * which run may go now.
 *
 * <p>May use: nothing.
 */
@NullMarked
package dev.easel.genai.bridge;

import org.jspecify.annotations.NullMarked;
