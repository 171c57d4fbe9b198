/** What every store does, whatever keeps it. */
@NullUnmarked
package dev.easel.store;

import org.jspecify.annotations.NullUnmarked;
