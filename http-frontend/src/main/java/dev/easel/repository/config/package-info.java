/**
 * Reads {@code config.json} into checked records in which every mistake has its place; imports
 * {@code framework.config} and {@code framework.status}. Owns jackson's parser together with {@code
 * repository}.
 */
@NullMarked
package dev.easel.repository.config;

import org.jspecify.annotations.NullMarked;
