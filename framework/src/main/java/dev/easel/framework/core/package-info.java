/**
 * MediaPipe's standard calculators under their own names, by job: {@code flow}, {@code join},
 * {@code timing}, {@code side}, {@code loop}, {@code vector}, {@code number}, {@code choice};
 * imports those, {@code framework.calculator}, {@code framework.name} and {@code
 * framework.service}.
 */
@NullMarked
package dev.easel.framework.core;

import org.jspecify.annotations.NullMarked;
