/** The store in a folder. */
@NullUnmarked
package dev.easel.store.sqlite;

import org.jspecify.annotations.NullUnmarked;
