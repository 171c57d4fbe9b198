/** The pages, as HTTP hands them out and as a browser shows them. */
@NullUnmarked
package dev.easel.http.page;

import org.jspecify.annotations.NullUnmarked;
