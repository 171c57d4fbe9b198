/** The store in a Redis. */
@NullUnmarked
package dev.easel.store.redis;

import org.jspecify.annotations.NullUnmarked;
