/**
 * HTTP requests and responses as graphs take and give them, their mistakes, and what calculators
 * know of the server behind their run.
 *
 * <p>May use: {@code framework.calculator}, {@code framework.status}.
 */
@NullMarked
package dev.easel.calculators.http;

import org.jspecify.annotations.NullMarked;
