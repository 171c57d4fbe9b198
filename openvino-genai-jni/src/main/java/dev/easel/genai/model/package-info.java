/**
 * Tells from a model's folder what it reads of a prompt and how many steps it can make.
 *
 * <p>May use: {@code genai.bridge}, {@code genai.check}, {@code genai.error}, {@code
 * genai.runtime}.
 */
@NullMarked
package dev.easel.genai.model;

import org.jspecify.annotations.NullMarked;
