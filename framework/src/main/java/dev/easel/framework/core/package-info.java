/**
 * MediaPipe's standard calculators under their own names, by job: {@code flow}, {@code join},
 * {@code timing}, {@code side}, {@code loop}, {@code vector}, {@code number}, {@code choice}.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.core.choice}, {@code
 * framework.core.flow}, {@code framework.core.join}, {@code framework.core.loop}, {@code
 * framework.core.number}, {@code framework.core.side}, {@code framework.core.timing}, {@code
 * framework.core.vector}.
 */
@NullMarked
package dev.easel.framework.core;

import org.jspecify.annotations.NullMarked;
