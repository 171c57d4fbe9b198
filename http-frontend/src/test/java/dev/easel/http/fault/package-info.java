/** Clients and networks that behave badly, against simulated models and the shipped one. */
@NullUnmarked
package dev.easel.http.fault;

import org.jspecify.annotations.NullUnmarked;
