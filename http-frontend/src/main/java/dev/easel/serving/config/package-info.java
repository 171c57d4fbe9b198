/**
 * Reads {@code config.json} into checked records in which every mistake has its place. Owns
 * jackson's parser together with {@code repository}.
 *
 * <p>May use: {@code framework.config}, {@code framework.name}, {@code framework.status}.
 */
@NullMarked
package dev.easel.serving.config;

import org.jspecify.annotations.NullMarked;
