/** Real clients against the server as it ships. */
@NullUnmarked
package dev.easel.clients;

import org.jspecify.annotations.NullUnmarked;
