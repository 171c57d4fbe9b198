/**
 * Looks through the files of models and adapters before native code reads them: what it would crash
 * on is refused with a reason.
 *
 * <p>May use: {@code genai.error}.
 */
@NullMarked
package dev.easel.genai.check;

import org.jspecify.annotations.NullMarked;
