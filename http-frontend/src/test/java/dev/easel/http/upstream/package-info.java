/** Requests that are passed on to other servers: a second Easel, and some that misbehave. */
@NullUnmarked
package dev.easel.http.upstream;

import org.jspecify.annotations.NullUnmarked;
